// Renders ZPL files to PNG with zpl-renderer-js: node render_zpl.mjs MODULES IN.zpl OUT.png WIDTH_MM HEIGHT_MM DPMM …
import fs from "node:fs";
import { createRequire } from "node:module";

const [modules, ...jobs] = process.argv.slice(2);
const { ready } = createRequire(`${modules}/`)("zpl-renderer-js");
const { api } = await ready;
for (let at = 0; at < jobs.length; at += 5) {
  const [from, to, width, height, dpmm] = jobs.slice(at, at + 5);
  const png = await api.zplToBase64Async(fs.readFileSync(from, "latin1"), Number(width), Number(height), Number(dpmm));
  fs.writeFileSync(to, Buffer.from(png, "base64"));
}
process.exit(0);
