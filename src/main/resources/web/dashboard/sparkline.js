// A small chart of the claims of a type in the last hour.
import { setAttribute, svg } from "./dom.js";
import { number } from "./format.js";
import { MINUTES } from "./store.js";

const HEIGHT = 20;

/** Minutes per bar: sixty bars of one minute would be too thin to read. */
const PER_BAR = 5;
const BARS = MINUTES / PER_BAR;
const WIDTH = BARS * 6;

/** @returns an element, and `show(minutes)`; undefined means an hour without claims */
export function sparkline() {
  const bars = Array.from({ length: BARS }, (_, i) =>
    svg("rect", { x: i * 6, width: 5, y: HEIGHT - 1, height: 1, rx: 1 }));
  const element = svg("svg", { class: "sparkline", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img" }, ...bars);
  return {
    element,
    show: (minutes = []) => {
      const sums = bars.map((_, i) => sum(minutes.slice(i * PER_BAR, (i + 1) * PER_BAR)));
      const max = Math.max(...sums, 1);
      sums.forEach((claims, i) => {
        const height = claims === 0 ? 1 : Math.max(2, Math.round((claims / max) * HEIGHT));
        setAttribute(bars[i], "height", String(height));
        setAttribute(bars[i], "y", String(HEIGHT - height));
        setAttribute(bars[i], "class", claims === 0 ? "none" : "some");
      });
      const last = number(sum(minutes.slice(-PER_BAR)));
      setAttribute(element, "aria-label", `${last} claimed in the last ${PER_BAR} minutes`);
    },
  };
}

function sum(numbers) {
  return numbers.reduce((a, b) => a + b, 0);
}
