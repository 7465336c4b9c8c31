// A server-sent event stream that comes back by itself and says when it is lost.

const REOPEN_MS = 3000;

/**
 * @param {string} url
 * @param {Record<string, (data: any) => void>} handlers by event name
 * @param {(online: boolean) => void} [onState]
 * @returns {() => void} closes it
 */
export function stream(url, handlers, onState = () => {}) {
  /** @type {EventSource | null} */
  let source = null;
  let closed = false;
  let timer = 0;

  function open() {
    source = new EventSource(url);
    source.onopen = () => onState(true);
    source.onerror = () => {
      onState(false);
      if (source?.readyState === EventSource.CLOSED && !closed) timer = window.setTimeout(open, REOPEN_MS);
    };
    for (const [name, handle] of Object.entries(handlers)) {
      source.addEventListener(name, (event) => handle(JSON.parse(/** @type {MessageEvent} */ (event).data)));
    }
  }

  function close() {
    closed = true;
    window.clearTimeout(timer);
    source?.close();
  }

  window.addEventListener("pagehide", close, { once: true });
  open();
  return close;
}
