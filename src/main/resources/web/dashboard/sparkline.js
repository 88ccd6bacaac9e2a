// The last hour of a type, small.
import { setAttribute, svg } from "./dom.js";
import { number } from "./format.js";
import { MINUTES } from "./store.js";

const HEIGHT = 20;

/** Five minutes make a bar: sixty of them could not be told apart. */
const PER_BAR = 5;
const BARS = MINUTES / PER_BAR;
const WIDTH = BARS * 6;

/** @returns an element, and `show(minutes)`; undefined is an hour without any */
export function sparkline() {
  const bars = Array.from({ length: BARS }, (_, i) => svg("rect", { x: i * 6, width: 5, y: HEIGHT - 1, height: 1, rx: 1 }));
  const element = svg("svg", { class: "sparkline", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img" }, ...bars);
  return {
    element,
    show: (minutes) => {
      const sums = bars.map((_, i) => (minutes ?? []).slice(i * PER_BAR, (i + 1) * PER_BAR).reduce((a, b) => a + b, 0));
      const most = Math.max(...sums, 1);
      sums.forEach((sum, i) => {
        const height = sum === 0 ? 1 : Math.max(2, Math.round((sum / most) * HEIGHT));
        setAttribute(bars[i], "height", String(height));
        setAttribute(bars[i], "y", String(HEIGHT - height));
        setAttribute(bars[i], "class", sum === 0 ? "none" : "some");
      });
      const last = number((minutes ?? []).slice(-PER_BAR).reduce((a, b) => a + b, 0));
      setAttribute(element, "aria-label", `${last} given in the last ${PER_BAR} minutes`);
    },
  };
}
