/** One item in a dialog: its exact JSON is edited as text and sent as it is. */
import { byId, guarded, pretty, send, showProblem } from "./api.js";

const dialog = document.querySelector("dialog");
const text = dialog.querySelector("textarea");
const problem = byId("item-problem");
byId("close").onclick = () => dialog.close();

/** @returns the item's path; `undefined` for a key that no URL can have */
export function keyPath({ keys }, item, collection) {
  const segments = keys.map(({ name, type }) => segmentOf(item[name], type));
  if (segments.some((segment) => /^\.{1,2}$/.test(segment))) return undefined;
  return [collection, ...segments].join("/");
}

function segmentOf(value, type) {
  if (type !== "B") return encodeURIComponent(String(value)); // an exact number is its literal
  return value.$binary.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** @param {{table, collection: string, isNew: boolean, has: (method: string) => boolean, path?: string, changed: (what: string) => Promise<void>}} place */
export async function openItem(service, place) {
  const { table, path, isNew, has } = place;
  problem.replaceChildren();
  byId("item-title").textContent = isNew ? `New item of ${table.name}` : (path ?? table.name);
  text.value = isNew ? template(table) : "";
  text.readOnly = byId("save").hidden = !isNew && !has("PUT");
  byId("delete").hidden = isNew || !has("DELETE");
  byId("save").disabled = byId("delete").disabled = true;
  dialog.showModal();
  if (isNew) return allow(service, place, "POST", place.collection, {});
  if (path === undefined) {
    return problem.append(
      "The key of this item cannot be in a URL. Use the envelope to change it.",
    );
  }
  const answer = await send(service, "GET", path);
  showProblem(problem, answer);
  text.value = answer.ok ? pretty(answer.text) : "";
  const tag = answer.headers.get("etag"); // so that nobody's later change is lost
  if (answer.ok) allow(service, place, "PUT", path, { "if-match": tag ?? "*" });
}

function allow(service, { changed, path }, method, target, headers) {
  const change = (what, ...request) =>
    guarded(problem, async () => {
      const body = request[0] === "DELETE" ? undefined : text.value;
      const answer = await send(service, ...request, { body, headers });
      showProblem(problem, answer);
      if (!answer.ok) return;
      dialog.close();
      await changed(what);
    });
  byId("save").onclick = change("Saved.", method, target);
  byId("delete").textContent = "Delete";
  byId("delete").onclick = () => {
    byId("delete").textContent = "Really delete";
    byId("delete").onclick = change("Deleted.", "DELETE", path);
  };
  byId("save").disabled = byId("delete").disabled = false;
}

function template({ keys }) {
  const value = { S: "", N: 0, B: { $binary: "" } };
  return JSON.stringify(
    Object.fromEntries(keys.map(({ name, type }) => [name, value[type]])),
    null,
    2,
  );
}
