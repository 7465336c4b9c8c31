// A server-sent event stream that comes back by itself, after a night too, and says when it is lost.
// It keeps nothing: whoever connects is sent the whole present first.

const REOPEN_MS = 3000;
const TICK_MS = 5000;
const SILENT_MS = 25000; // the station beats every ten seconds: this silence is a dead connection, or a sleep

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
  let heard = Date.now();

  function open() {
    window.clearTimeout(timer);
    source?.close();
    heard = Date.now();
    const mine = new EventSource(url);
    source = mine;
    mine.onopen = () => { heard = Date.now(); onState(true); };
    mine.onerror = () => {
      onState(false);
      if (mine.readyState === EventSource.CLOSED && !closed) timer = window.setTimeout(open, REOPEN_MS);
    };
    mine.addEventListener("beat", () => { heard = Date.now(); });
    for (const [name, handle] of Object.entries(handlers)) {
      mine.addEventListener(name, (event) => { heard = Date.now(); handle(JSON.parse(/** @type {MessageEvent} */ (event).data)); });
    }
  }

  /** Connect anew: a tablet that slept may hold a stream that died without a word. */
  function wake() {
    if (closed || document.hidden) return;
    onState(false);
    open();
  }

  const watch = window.setInterval(() => { if (Date.now() - heard > SILENT_MS) wake(); }, TICK_MS);

  function close() {
    closed = true;
    window.clearTimeout(timer);
    source?.close();
  }

  document.addEventListener("visibilitychange", wake);
  window.addEventListener("online", wake);
  window.addEventListener("pagehide", close);
  window.addEventListener("pageshow", (event) => { if (event.persisted && closed) { closed = false; open(); } });
  open();
  return () => { window.clearInterval(watch); close(); };
}
