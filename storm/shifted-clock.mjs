/** Goes with a process of the product: its clock is apart from the machine's by what the file STORM_CLOCK says, in milliseconds. */
import { readFileSync } from 'node:fs';

const file = process.env.STORM_CLOCK ?? '';
const True = Date;
let apartMs = 0;

const read = () => {
  try {
    apartMs = Number(readFileSync(file, 'utf8')) || 0;
  } catch {
    apartMs = 0;
  }
};
read();
setInterval(read, 200).unref();

const now = () => True.now() + apartMs;
globalThis.Date = new Proxy(True, {
  construct: (target, given, as) => Reflect.construct(target, given.length === 0 ? [now()] : given, as),
  apply: () => new True(now()).toString(),
  get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
});
