"use strict";

const dark = matchMedia("(prefers-color-scheme: dark)");
const followScheme = () => document.documentElement.classList.toggle("dark-mode", dark.matches);
dark.addEventListener("change", followScheme);
followScheme();

// Swagger UI treats x-ndjson as JSON, and would put quotation marks around its example, which is plain text.
const ndjsonExamples = {
  afterLoad(system) {
    const samples = system.fn.jsonSchema202012;
    const sample = samples.getJsonSampleSchema;
    samples.getJsonSampleSchema = (schema, config, mediaType, example) =>
      mediaType === "application/x-ndjson" ? example : sample(schema, config, mediaType, example);
  },
};

SwaggerUIBundle({
  url: "openapi.yaml",
  dom_id: "#docs",
  deepLinking: true,
  tryItOutEnabled: true,
  displayRequestDuration: true,
  defaultModelsExpandDepth: 0,
  plugins: [ndjsonExamples],
  // Otherwise Swagger UI would send the description to another host.
  validatorUrl: null,
});
