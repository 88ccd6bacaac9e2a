// Forms for the alert levels of a type and of its discounts.
import { get, pathOf, send } from "./api.js";
import { field, h, setFieldError, setText } from "./dom.js";
import { toast } from "./toast.js";

let ids = 0;

export function levelForms(type) {
  const box = h("div", { class: "levels" }, h("p", { class: "quiet" }, "Loading…"));
  read();
  return { element: box };

  async function read() {
    try {
      show(await get(`v1/types/${pathOf(type)}/alerts`));
    } catch (error) {
      box.replaceChildren(h("p", { class: "quiet" }, error.message));
    }
  }

  function show({ warning, alarm, own, discounts }) {
    const ofType = form({
      legend: "Alert when the stock of this type falls to",
      hint: own ? "" : "These are the default levels of the service. Levels that you save apply to this type only.",
      levels: { warning, alarm },
    });
    const ofDiscounts = discounts.map(({ discount, ...levels }) =>
      form({ legend: `Alert when the stock of the ${discount}% discount falls to`, discount, levels }));
    const another = h(
      "details",
      {},
      h("summary", {}, "Set levels for a single discount"),
      form({
        legend: "Alert when the stock of this discount falls to", choosesDiscount: true, levels: { warning, alarm },
      }),
    );
    box.replaceChildren(ofType, ...ofDiscounts, another);
  }

  function form({ legend, hint, discount, choosesDiscount, levels }) {
    const id = `levels-${ids++}`;
    const numberInput = (name, value, max) => h("input", {
      id: `${id}-${name}`, type: "number", inputmode: "numeric", min: 0, max, step: 1, required: true, value,
    });
    const which = choosesDiscount && numberInput("discount", undefined, 99);
    const inputs = {
      discount: which,
      warning: numberInput("warning", levels.warning, 1_000_000_000),
      alarm: numberInput("alarm", levels.alarm, 1_000_000_000),
    };
    const error = h("p", { class: "field-error", role: "alert" });
    const button = h("button", { class: "button" }, "Save");
    return h(
      "form",
      { class: "level-form", novalidate: true, onsubmit: save },
      h("fieldset", {},
        h("legend", {}, legend),
        h("div", { class: "fields" },
          which && field("Discount, %", which),
          field("Warning", inputs.warning),
          field("Alarm", inputs.alarm),
          button),
        hint && h("p", { class: "hint" }, hint),
        error),
    );

    async function save(event) {
      event.preventDefault();
      const present = Object.entries(inputs).filter(([, input]) => input);
      present.forEach(([, input]) => setFieldError(input));
      setText(error, "");
      const bad = present.find(([, input]) => !input.checkValidity());
      if (bad) return setFieldError(bad[1], bad[1].validationMessage), bad[1].focus();
      button.disabled = true;
      try {
        const of = which ? which.value : discount;
        const query = of === undefined ? "" : `?discount=${of}`;
        show(await send("PUT", `v1/types/${pathOf(type)}/alerts${query}`,
          { warning: Number(inputs.warning.value), alarm: Number(inputs.alarm.value) }));
        toast("Alert levels saved");
      } catch (problem) {
        const input = inputs[problem.field];
        if (input) setFieldError(input, problem.message), input.focus();
        else setText(error, problem.message);
      } finally {
        button.disabled = false;
      }
    }
  }
}
