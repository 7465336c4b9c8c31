// Plots as pictures that can be read out: each has a title, a description and its numbers as a table.

const NS = "http://www.w3.org/2000/svg";
const WIDTH = 640;
const HEIGHT = 220;
const LEFT = 76;
const RIGHT = 40;
const BOTTOM = 34;
const TOP = 14;
const INNER_W = WIDTH - LEFT - RIGHT;
const INNER_H = HEIGHT - TOP - BOTTOM;
let numbered = 0;

/** @param {string} tag @param {Record<string, string | number>} attributes @param {...(Node | string)} children */
function s(tag, attributes, ...children) {
  const element = document.createElementNS(NS, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}

/** @param {string} tag @param {Record<string, string>} attributes @param {...(Node | string)} children */
function e(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** A round number of at least `value`: 1, 2, 5 and their tens. @param {number} value */
function roundUp(value) {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 5, 10].find((step) => step * power >= value) ?? 10) * power;
}

/** @typedef {{id: string, title: string, description: string, head: string[], rows: string[][]}} Told what is said in words and in a table */

/** The picture with its words around it. @param {Told} told @param {SVGElement[]} drawn */
function figure(told, drawn) {
  numbered += 1;
  const [title, description] = [`plot-${numbered}-title`, `plot-${numbered}-about`];
  const svg = s("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-labelledby": `${title} ${description}`, class: "plot" },
    s("title", { id: title }, told.title), s("desc", { id: description }, told.description), ...drawn);
  const cells = (/** @type {string[]} */ row, /** @type {string} */ tag) => e("tr", {}, ...row.map((cell, i) => e(tag, i ? { class: "n" } : {}, cell)));
  const table = e("details", { class: "numbers" }, e("summary", {}, "Les chiffres"),
    e("table", {}, e("thead", {}, cells(told.head, "th")), e("tbody", {}, ...told.rows.map((row) => cells(row, "td")))));
  return e("figure", { class: "plotted", "data-plot": told.id }, e("figcaption", {}, e("b", {}, told.title), e("span", { class: "muted" }, told.description)), svg, table);
}

/** The axis on the left with its lines. @param {number} low @param {number} high @param {(value: number) => string} words */
function scale(low, high, words) {
  const y = (/** @type {number} */ value) => TOP + INNER_H - ((value - low) / (high - low)) * INNER_H;
  const steps = [0, 1, 2].map((n) => low + ((high - low) * n) / 2);
  const lines = steps.flatMap((value) => [s("line", { x1: LEFT, x2: WIDTH - RIGHT, y1: y(value), y2: y(value), class: "grid" }), s("text", { x: LEFT - 8, y: y(value) + 5, class: "tick end" }, words(value))]);
  return { y, lines };
}

/**
 * One bar for each name, `part` of it filled darker.
 * @param {Told} told @param {{name: string, value: number, part?: number, label: string}[]} shown @param {(value: number) => string} words
 */
export function bars(told, shown, words) {
  const { y, lines } = scale(0, roundUp(Math.max(1, ...shown.map((bar) => bar.value))), words);
  const slot = INNER_W / Math.max(1, shown.length);
  const width = Math.min(72, slot * 0.72);
  const drawn = shown.flatMap((bar, i) => {
    const x = LEFT + slot * i + (slot - width) / 2;
    const middle = LEFT + slot * (i + 0.5);
    const one = (/** @type {number} */ value, /** @type {string} */ look) => s("rect", { x, y: y(value), width, height: Math.max(0, y(0) - y(value)), rx: 4, class: look });
    return [one(bar.value, bar.part === undefined ? "bar" : "bar whole"), ...(bar.part === undefined ? [] : [one(bar.part, "bar")]),
      s("text", { x: middle, y: Math.max(TOP + 10, y(bar.value) - 5), class: "value" }, bar.label), s("text", { x: middle, y: HEIGHT - 10, class: "tick" }, bar.name)];
  });
  return figure(told, [...lines, ...drawn]);
}

/**
 * Readings over a day as points joined by a line, and the limit they must stay under.
 * @param {Told} told @param {{minute: number, value: number, bad: boolean}[]} points minute of the day
 * @param {number | null} limit @param {(value: number) => string} words
 */
export function lines(told, points, limit, words) {
  const values = [...points.map((point) => point.value), ...(limit === null ? [] : [limit])];
  const low = Math.min(0, ...values) - 10;
  const high = Math.max(...values, 0) + 10;
  const { y, lines: grid } = scale(low, high, words);
  const first = Math.min(...points.map((point) => point.minute), 24 * 60);
  const last = Math.max(...points.map((point) => point.minute), 0);
  const span = Math.max(60, last - first);
  const x = (/** @type {number} */ minute) => LEFT + 10 + ((minute - first) / span) * (INNER_W - 20);
  const hours = [first, first + span / 2, first + span].map((minute) => s("text", { x: x(minute), y: HEIGHT - 10, class: "tick" }, `${Math.floor(minute / 60)} h ${String(Math.round(minute % 60)).padStart(2, "0")}`));
  const path = s("polyline", { points: points.map((point) => `${x(point.minute)},${y(point.value)}`).join(" "), class: "line" });
  const dots = points.map((point) => (point.bad ? s("rect", { x: x(point.minute) - 6, y: y(point.value) - 6, width: 12, height: 12, class: "dot bad" }) : s("circle", { cx: x(point.minute), cy: y(point.value), r: 5, class: "dot" })));
  const border = limit === null ? [] : [s("line", { x1: LEFT, x2: WIDTH - RIGHT, y1: y(limit), y2: y(limit), class: "limit" }), s("text", { x: WIDTH - RIGHT, y: y(limit) - 6, class: "tick end" }, `limite ${words(limit)}`)];
  return figure(told, [...grid, ...border, ...hours, path, ...dots]);
}
