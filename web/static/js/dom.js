// Build pieces of a page out of text and elements; never out of HTML text.

/**
 * @param {string} tag may carry classes: "div.panel.grow"
 * @param {Record<string, unknown> | null} [props] attributes, `on…` handlers; null, false and undefined are left out
 * @param {...(Node | string | number | null | undefined | false | (Node | string)[])} children
 * @returns {HTMLElement}
 */
export function h(tag, props = null, ...children) {
  const [name, ...classes] = tag.split(".");
  const element = document.createElement(name);
  if (classes.length) element.className = classes.join(" ");
  for (const [key, value] of Object.entries(props ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), /** @type {EventListener} */ (value));
    else if (key === "class") element.classList.add(...String(value).split(" ").filter(Boolean));
    else element.setAttribute(key, value === true ? "" : String(value));
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false).map(nodeOrText));
  return element;
}

/** @param {unknown} child */
function nodeOrText(child) {
  return child instanceof Node ? child : String(child);
}

/** @param {string} name */
function sign(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  svg.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `/static/sprite-ui.svg#${name}`);
  svg.append(use);
  return svg;
}

/** Signs by name that are drawn from this page instead of their file. @type {Map<string, Element>} */
export const inlined = new Map();

/** A one-colour sign. @param {string} name @param {string} [more] */
export function icon(name, more = "") {
  const svg = /** @type {Element} */ (inlined.get(name)?.cloneNode(true) ?? sign(name));
  svg.setAttribute("class", `icon ${more}`.trim());
  return svg;
}

const CLASS_SIGNS = { surgele: "snowflake", froid: "thermometer-cold", frais: "thermometer", ambiant: "package" };
/** The sign of a temperature class. @param {string | undefined} name @param {string} [more] */
export const classSign = (name, more) => icon(CLASS_SIGNS[/** @type {keyof typeof CLASS_SIGNS} */ (name)] ?? "package", more);

/** Where the picture of goods, a place or a crate lies. @param {string} name */
export const foodAddress = (name) => `/static/food/${name}.svg`;

/** A coloured picture of goods, places, crates; what it shows is written beside it. @param {string} name @param {string} [more] */
export const food = (name, more = "") => h("img", { class: `food ${more}`, src: foodAddress(name), alt: "" });

/** @param {Element} parent @param {...(Node | string | null | false | undefined)} children */
export function fill(parent, ...children) {
  parent.replaceChildren(...children.filter((child) => child !== null && child !== undefined && child !== false));
}

/**
 * Fill only when what is shown changed: a button that is drawn anew under a finger loses its touch.
 * @param {HTMLElement | null} parent @param {unknown} data what the children show @param {() => (Node | string | null | false | undefined)[]} children
 */
export function refill(parent, data, children) {
  const shown = JSON.stringify(data) ?? "";
  if (!parent || parent.dataset.shown === shown) return;
  parent.dataset.shown = shown;
  fill(parent, ...children());
}

/** Work that may wait until what was just drawn is on the screen. @param {() => void} work */
export const afterPaint = (work) => (document.hidden ? work() : void requestAnimationFrame(() => setTimeout(work)));

/** The element of this id, which the template always has. @param {string} id @returns {HTMLElement} */
export function by(id) {
  const element = document.getElementById(id);
  if (!element) throw new Error(`the page has no element #${id}`);
  return element;
}

/** A big button. @param {string} text @param {() => void} onclick @param {{icon?: string, class?: string, disabled?: boolean, id?: string}} [more] */
export function button(text, onclick, more = {}) {
  return h("button.button", { type: "button", onclick, class: more.class ?? "", disabled: more.disabled, id: more.id }, more.icon ? icon(more.icon) : null, h("span", null, text));
}

/** A tile to touch. @param {{picture: Node, title: string, small?: string, onclick: () => void, pressed?: boolean, class?: string}} tile */
export function tile({ picture: image, title, small, onclick, pressed, class: more }) {
  return h("button.tile", { type: "button", onclick, class: more ?? "", "aria-pressed": pressed === undefined ? null : String(pressed) }, image, h("span", null, title), small ? h("small", null, small) : null);
}
