/** What the pages share: the description of the service, requests to its API, exact JSON, problems. */
import { parse, stringify } from "./lossless-json/index.js";

export { parse };

export async function describe() {
  return (await fetch("/_pages/service.json")).json();
}

/**
 * What the synthesized document has of the tables. Without a document, everything is taken to be there.
 * @returns {Promise<{has: (table: string, segments: number, method: string) => boolean, runs: (table: string, operation: string) => boolean}>}
 * `has` by the number of the key's segments in the path; `runs` by the envelope
 */
export async function describeTables({ resource }) {
  const answer = await fetch("/_pages/openapi.json");
  if (!answer.ok) return { has: () => true, runs: () => true };
  const { paths, components } = await answer.json();
  const methods = new Map(
    Object.entries(paths).map(([path, described]) => {
      const [name, ...key] = path.slice(resource.length + 1).split("/");
      return [`${name}/${key.length}`, described];
    }),
  );
  return {
    has: (table, segments, method) =>
      methods.get(`${table}/${segments}`)?.[method.toLowerCase()] !== undefined,
    runs: (table, operation) =>
      components.schemas[`${operation}.request`]?.properties.tableName.enum.includes(table) ??
      false,
  };
}

/**
 * Sends a request to the API. The body and the answer stay text: JSON.parse would round numbers.
 * @param {string} path below the origin, with the stage
 */
export async function send({ prefix }, method, path, { body, headers } = {}) {
  const start = performance.now();
  const type = body === undefined ? {} : { "content-type": "application/json" };
  const request = { method, body, headers: { ...type, ...headers } };
  const response = await fetch(prefix + path, request).catch(({ message }) => {
    throw new Error(`The server does not answer (${message}). Does npm start still run?`);
  });
  const text = await response.text();
  const { ok, status } = response;
  return { ok, status, text, headers: response.headers, ms: Math.round(performance.now() - start) };
}

/** The same JSON with line breaks; a text that is no JSON stays as it is. */
export function pretty(text) {
  try {
    return stringify(parse(text), undefined, 2);
  } catch {
    return text;
  }
}

/** Compact, exact JSON of a value that `parse` returned. */
export const compact = (value) => stringify(value);

/** @param {(Node | string)[]} children strings become text, never HTML */
export function element(tag, properties, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

export const byId = (id) => document.getElementById(id);

/** Shows a problem document (RFC 9457) in an element; nothing empties it. */
export function showProblem(place, answer) {
  if (answer === undefined || answer.ok) return place.replaceChildren();
  const { title, detail, errors = [] } = readProblem(answer.text);
  const list = errors.map((error) =>
    element("li", {}, element("code", {}, error.pointer || "/"), ` ${error.detail}`),
  );
  place.replaceChildren(
    element("strong", {}, `${answer.status} ${title ?? "The request failed"}. `),
    detail ?? answer.text.slice(0, 500),
    ...(list.length > 0 ? [element("ul", {}, ...list)] : []),
  );
}

function readProblem(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

/** Runs what an event starts, and shows when it fails. */
export const guarded = (place, work) => async (event) => {
  event?.preventDefault();
  try {
    await work(event);
  } catch (error) {
    place.replaceChildren(error.message);
    throw error;
  }
};

export const countOf = ({ count, hasMore }) =>
  count === undefined ? "?" : `${count.toLocaleString("en")}${hasMore ? "+" : ""}`;

export const itemsOf = (number) => `${number} ${number === "1" ? "item" : "items"}`;

const types = { S: "string", N: "number", B: "binary" };
export const keyText = (keys) => keys.map(({ name, type }) => `${name} (${types[type]})`);
