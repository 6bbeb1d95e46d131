/** The documentation: Swagger UI over the synthesized OpenAPI document. Execute goes to the API of this machine. */
import { byId, describe, pretty } from "./api.js";

const dark = matchMedia("(prefers-color-scheme: dark)");
const paint = () => document.documentElement.classList.toggle("dark-mode", dark.matches);
dark.addEventListener("change", paint);
paint();

/** No padlocks: the server signs for this page, or asks nobody. */
const nothing = () => null;
const noPadlocks = () => ({
  components: { authorizeOperationBtn: nothing, AuthorizeBtnContainer: nothing },
});

/** Swagger UI would parse a JSON answer, and round its numbers: it gets the answer as text. */
const exactAnswers = () => ({
  wrapComponents: {
    responseBody:
      (Original, { React }) =>
      (props) =>
        /json/.test(props.contentType) && typeof props.content === "string"
          ? React.createElement(Original, {
              ...props,
              content: pretty(props.content),
              contentType: "application/text",
            })
          : React.createElement(Original, props),
  },
});

const [service, answer] = await Promise.all([describe(), fetch("/_pages/openapi.json")]);
byId("notice").textContent = service.notice ?? (answer.ok ? "" : await answer.text());
if (answer.ok) start(await answer.json());

function start(spec) {
  const { stage, prefix } = service;
  globalThis.SwaggerUIBundle({
    domNode: byId("documentation"),
    spec: { ...spec, servers: [{ url: stage, description: "this machine" }] },
    requestInterceptor: (request) => {
      const url = new URL(request.url, location.href);
      request.url = `${url.origin}${prefix}${url.href.slice(url.origin.length)}`;
      return request;
    },
    showMutatedRequest: false,
    plugins: [noPadlocks, exactAnswers],
    layout: "BaseLayout",
    deepLinking: true,
    tryItOutEnabled: true,
    validatorUrl: null,
  });
}
