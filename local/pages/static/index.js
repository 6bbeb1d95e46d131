/** The start page: what runs, three requests to try, tables with their counts, routes. */
import {
  byId,
  countOf,
  describe,
  describeTables,
  element,
  guarded,
  keyText,
  pretty,
  send,
} from "./api.js";

const service = await describe();
byId("url").textContent = `${location.origin}${service.stage}${service.resource}`;
byId("notice").textContent = service.notice ?? "";
show(service);
byId("examples").append(...examples(service, await describeTables(service)).map(card));
document.addEventListener("visibilitychange", refresh);
setInterval(refresh, 2000);

/** Changes of others show too: of the data, and of the service when a file was saved. */
async function refresh() {
  if (!document.hidden) await describe().then(show, () => {});
}

function show({ tables, routes, auth }) {
  const rows = tables.map(({ name, keys, indexes, ...rest }) => [
    element("a", { href: `/_tables?${new URLSearchParams({ table: name })}` }, name),
    keyText(keys).join(" + "),
    indexes.map((index) => index.name).join(", ") || "–",
    countOf(rest),
  ]);
  fill(byId("tables"), rows);
  fill(
    byId("routes"),
    routes.map((route) => [route.method, service.stage + route.path, callers(route, auth)]),
  );
}

/** Leaves what has not changed, so that the focus stays where it is. */
function fill(body, rows) {
  const made = rows.map((cells) =>
    element("tr", {}, ...cells.map((cell) => element("td", {}, cell))),
  );
  if (made.map((row) => row.outerHTML).join("") !== body.innerHTML) body.replaceChildren(...made);
}

function callers({ authorization, apiKeyRequired }, auth) {
  const needs = [authorization, apiKeyRequired && "API key"].filter((one) => one && one !== "NONE");
  if (needs.length === 0) return "everybody";
  return auth ? needs.join(" and ") : `everybody here; ${needs.join(" and ")} when deployed`;
}

/** The guide's three requests, with a key that the table takes: the first that allows most of them. */
function examples({ tables }, { runs }) {
  const value = { S: "1", N: 1, B: { $binary: "MQ==" } };
  const requests = tables.map(({ name, keys }) => {
    const Key = Object.fromEntries(keys.map((key) => [key.name, value[key.type]]));
    const Item = { ...Key, name: "Bob" };
    return [
      ["Create an item", { operation: "create", tableName: name, payload: { Item } }],
      ["Read it", { operation: "read", tableName: name, payload: { Key } }],
    ].filter(([, { operation }]) => runs(name, operation));
  });
  const [most] = requests.sort((one, other) => other.length - one.length);
  const payload = { somekey1: "somevalue1", somekey2: "somevalue2" };
  return [...most, ["Echo", { operation: "echo", payload }]];
}

function card([title, example]) {
  const path = `${service.stage}${service.resource}`;
  const body = element("textarea", {
    rows: 10,
    spellcheck: false,
    value: JSON.stringify(example, null, 2),
    ariaLabel: `${title}: body of the request`,
  });
  const status = element("output");
  const answer = element("pre", { hidden: true, tabIndex: 0, ariaLabel: `${title}: the answer` });
  const run = async () => {
    const { status: code, text, ms } = await send(service, "POST", path, { body: body.value });
    status.textContent = `${code} after ${ms} ms`;
    answer.textContent = pretty(text);
    answer.hidden = false;
    await refresh();
  };
  return element(
    "form",
    { onsubmit: guarded(status, run), ariaLabel: title },
    element("h3", {}, title),
    element("code", { className: "quiet" }, `POST ${path}`),
    body,
    element("div", { className: "row" }, element("button", { className: "main" }, "Send")),
    status,
    answer,
  );
}
