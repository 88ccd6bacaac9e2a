// The claims per minute in the last hour. The bar of the current minute grows with every claim.
import uPlot from "../uplot.js";
import { h, setText } from "./dom.js";
import { count, number, time } from "./format.js";
import { lastMinute, MINUTES } from "./store.js";

const MINUTE_SECONDS = 60;

/** A color of the style sheet, in a form that a canvas accepts. */
function color(probe, name) {
  probe.style.color = `var(${name})`;
  return getComputedStyle(probe).color;
}

/**
 * @param height of the canvas in pixels
 * @returns an element, `show(minutes)` and `close()`
 */
export function claimsChart(height = 180) {
  const canvas = h("div", { class: "chart-canvas", "aria-hidden": "true" });
  canvas.style.height = `${height}px`;
  const caption = h("p", { class: "chart-caption" });
  const probe = h("span", { hidden: true });
  const element = h("figure", { class: "chart" }, canvas, caption, probe);
  let shown = new Array(MINUTES).fill(0);

  const paths = uPlot.paths.bars({ size: [0.72, 24], align: 1, radius: 0.12 });
  const bars = (label, name) => ({
    label, paths, points: { show: false }, width: 0,
    fill: () => color(probe, name),
    stroke: () => color(probe, name),
  });
  const axis = {
    stroke: () => color(probe, "--muted"),
    font: "12px system-ui, sans-serif",
    grid: { stroke: () => color(probe, "--line"), width: 1 },
    ticks: { show: false },
  };
  const plot = new uPlot(
    {
      width: 300, height, legend: { show: false }, padding: [8, 20, 0, 0],
      cursor: { y: false, drag: { x: false, y: false }, points: { show: false } },
      scales: {
        x: { time: true, range: (u, from, to) => [from, to + MINUTE_SECONDS] },
        y: { range: (u, min, max) => [0, Math.max(4, max * 1.1)] },
      },
      axes: [
        {
          ...axis, size: 26, space: 70, grid: { show: false },
          values: (u, at) => at.map((seconds) => time(seconds * 1_000)),
        },
        {
          ...axis,
          size: (u, values) => 14 + 7 * Math.max(1, ...(values ?? []).map((value) => value.length)),
          incrs: [1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1e3, 2e3, 5e3, 1e4, 2e4, 5e4, 1e5, 1e6, 1e7],
          values: (u, values) => values.map(number),
        },
      ],
      series: [{}, bars("claimed", "--accent"), bars("this minute", "--accent-soft")],
      hooks: { setCursor: [(u) => showMinute(u.cursor.idx)] },
    },
    [[], [], []],
    canvas,
  );

  function showMinute(index) {
    if (index === null || index === undefined || index < 0 || index >= MINUTES) return showHour();
    const from = lastMinute() - (MINUTES - 1 - index) * MINUTE_SECONDS * 1_000;
    setText(caption, `${time(from)}: ${count(shown[index], "claim")}${index === MINUTES - 1 ? " so far" : ""}`);
  }

  function showHour() {
    const hour = shown.reduce((a, b) => a + b, 0);
    const max = Math.max(...shown);
    if (hour === 0) return setText(caption, "No claims in the last hour.");
    const peak = lastMinute() - (MINUTES - 1 - shown.lastIndexOf(max)) * MINUTE_SECONDS * 1_000;
    setText(caption, `${number(shown[MINUTES - 1])} this minute, ${number(hour)} in the last hour, `
      + `peak ${number(max)} at ${time(peak)}`);
  }

  const resize = new ResizeObserver(() => {
    const width = Math.floor(canvas.clientWidth);
    if (width > 0 && width !== plot.width) plot.setSize({ width, height });
  });
  resize.observe(canvas);
  const redraw = () => plot.redraw(false);
  document.addEventListener("theme", redraw);

  return {
    element,
    show: (minutes) => {
      shown = minutes ?? new Array(MINUTES).fill(0);
      const last = lastMinute() / 1_000;
      const x = shown.map((_, i) => last - (MINUTES - 1 - i) * MINUTE_SECONDS);
      const complete = shown.map((claims, i) => (i < MINUTES - 1 ? claims : null));
      const current = shown.map((claims, i) => (i < MINUTES - 1 ? null : claims));
      plot.setData([x, complete, current]);
      showMinute(plot.cursor.idx);
    },
    close: () => {
      resize.disconnect();
      document.removeEventListener("theme", redraw);
      plot.destroy();
    },
  };
}
