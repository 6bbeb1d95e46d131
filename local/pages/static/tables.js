/** The items of a table by the API's own paths: a page of the table or of an index, a partition, or one item. */
import {
  byId,
  compact,
  countOf,
  describe,
  describeTables,
  element,
  guarded,
  itemsOf,
  keyText,
  parse,
  send,
  showProblem,
} from "./api.js";
import { keyPath, openItem } from "./item.js";

const service = await describe();
const served = await describeTables(service);
const filter = byId("filter").elements;
const problem = byId("problem");
let earlier = []; // paths of the pages before this one
let current;
let next;

const table = () => service.tables.find(({ name }) => name === filter.table.value);
/** The table or its index, whichever the form asks. */
const chosen = () => table().indexes.find(({ name }) => name === filter.index.value) ?? table();
/** Whether the chosen table's items have the method. */
const hasItem = (method) => served.has(table().name, table().keys.length, method);
const pathOfTable = () => `${service.stage}${service.resource}/${encodeURIComponent(table().name)}`;

byId("title").tabIndex = -1; // takes the focus after a change
byId("notice").textContent = service.notice ?? "";
filter.table.append(...service.tables.map(({ name }) => element("option", {}, name)));
filter.table.onchange = guarded(problem, () => chooseTable() ?? search());
filter.index.onchange = labelKeys;
byId("filter").onsubmit = guarded(problem, search);
byId("next").onclick = guarded(problem, () => show(next, [...earlier, current]));
byId("previous").onclick = guarded(problem, () => show(earlier.at(-1), earlier.slice(0, -1)));
byId("create").onclick = guarded(problem, () => open());
window.onpopstate = guarded(problem, readUrl);

/** The form's state is the URL's query, so that a page can be reloaded, linked and left with "back". */
function readUrl() {
  const query = new URLSearchParams(location.search);
  filter.table.value = query.get("table") ?? "";
  if (filter.table.selectedIndex < 0) filter.table.selectedIndex = 0;
  chooseTable();
  for (const name of ["index", "hash", "operator", "sort"]) {
    if (query.has(name)) filter[name].value = query.get(name);
  }
  labelKeys();
  return show(firstPage());
}

function search() {
  const query = `?${new URLSearchParams(new FormData(byId("filter")))}`;
  if (query !== location.search) history.pushState(null, "", query);
  return show(firstPage());
}

function chooseTable() {
  const names = table().indexes.map(({ name }) =>
    element("option", { value: name }, `index ${name}`),
  );
  filter.index.replaceChildren(element("option", { value: "" }, "primary key"), ...names);
  filter.hash.value = filter.sort.value = "";
  byId("create").hidden = !served.has(table().name, 0, "POST");
  labelKeys();
}

function labelKeys() {
  const [hash, sort] = keyText(chosen().keys);
  byId("hash").firstElementChild.textContent = hash;
  byId("sort").firstElementChild.textContent = sort ?? "";
  byId("sort").hidden = byId("operator").hidden = sort === undefined;
}

/** Conditions have the prefix `key.`, since an attribute may be named like a parameter. */
function firstPage() {
  const { keys, kind, name } = chosen();
  const [hash, sort] = [filter.hash.value, filter.sort.value];
  const query = new URLSearchParams({ limit: 25, ...(kind && { index: name }) });
  let path = pathOfTable();
  if (hash !== "" && kind === "global") query.set(`key.${keys[0].name}`, `eq.${hash}`);
  if (hash !== "" && kind !== "global") path += `/${encodeURIComponent(hash)}`;
  const isItem = kind === undefined && hash !== "" && filter.operator.value === "eq";
  if (isItem && keys.length === 1) return path;
  if (isItem && sort !== "" && hasItem("GET")) return `${path}/${encodeURIComponent(sort)}`;
  if (keys.length > 1 && sort !== "") {
    query.set(`key.${keys[1].name}`, `${filter.operator.value}.${sort}`);
  }
  return `${path}?${query}`;
}

async function show(path, before = []) {
  [current, earlier] = [path, before];
  byId("request").textContent = `GET ${path}`;
  byId("items").ariaBusy = "true";
  byId("status").textContent = "";
  const answer = await send(service, "GET", path);
  if (path !== current) return; // a later click has asked for another page
  const isMissing = answer.status === 404 && hasItem("GET"); // else there is no such path
  showProblem(problem, isMissing ? undefined : answer);
  const body = answer.ok ? parse(answer.text) : { items: [] };
  const items = answer.ok && !path.includes("?") ? [body] : body.items;
  next = /^<([^>]*)>; *rel="next"/.exec(answer.headers.get("link") ?? "")?.[1];
  fill(items);
  byId("status").textContent = answer.ok || isMissing ? describeRows(items) : "";
  byId("next").disabled = next === undefined;
  byId("previous").disabled = earlier.length === 0;
  await showCount();
  byId("items").ariaBusy = "false";
}

function describeRows({ length }) {
  if (length > 0) return `${itemsOf(`${length}`)} on this page.`;
  return current.includes("?") ? "There are no items." : "There is no such item.";
}

async function showCount() {
  const { tables } = await describe();
  const { name, ...rest } = tables.find((one) => one.name === table().name) ?? {};
  byId("title").textContent = `${name}: ${itemsOf(countOf(rest))}`;
}

const most = { columns: 6, characters: 60 };

function fill(items) {
  const keyNames = new Set([...table().keys, ...chosen().keys].map(({ name }) => name));
  const names = [...new Set(items.flatMap(Object.keys))].filter((name) => !keyNames.has(name));
  const shown = [...keyNames, ...names.slice(0, most.columns)];
  const hidden = names.length - most.columns;
  const heads = hidden > 0 ? [...shown, `and ${hidden} more`] : shown;
  byId("columns").replaceChildren(...heads.map((name) => element("th", { scope: "col" }, name)));
  byId("items").replaceChildren(...items.map((item) => element("tr", {}, ...cells(item, shown))));
}

function cells(item, names) {
  const [first, ...others] = names.map((name) =>
    Object.hasOwn(item, name) ? contentOf(item[name]) : [],
  );
  if (!hasItem("GET")) return [first, ...others].map((content) => element("td", {}, ...content));
  const onclick = guarded(problem, () => open(item));
  const ariaLabel = `${hasItem("PUT") ? "Edit" : "Show"} ${table()
    .keys.map(({ name }) => contentOf(item[name]).at(-1))
    .join(" / ")}`;
  const button = element("button", { type: "button", ariaLabel, onclick }, ...first);
  return [[button], ...others].map((content) => element("td", {}, ...content));
}

/** Text nodes of a value; a set and a binary have a mark, since JSON has neither. */
function contentOf(value) {
  const marker = /^\{"\$(set|binary)":(.*)\}$/s.exec(
    typeof value === "object" ? compact(value) : "",
  );
  const mark = marker ? [element("span", { className: "kind" }, marker[1])] : [];
  const text = marker?.[2] ?? (typeof value === "string" ? value : compact(value));
  return [...mark, text.length > most.characters ? `${text.slice(0, most.characters)}…` : text];
}

function open(item) {
  byId("status").textContent = "";
  return openItem(service, {
    table: table(),
    collection: pathOfTable(),
    isNew: item === undefined,
    has: hasItem,
    path: item && keyPath(table(), item, pathOfTable()),
    async changed(what) {
      await show(current, earlier);
      byId("status").textContent = what;
      byId("title").focus();
    },
  });
}

document.querySelector("main").inert = false; // the controls work from here on
await guarded(problem, readUrl)();
