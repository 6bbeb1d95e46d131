/** The body that is an item or a patch of one: the part of the key that the path has need not be repeated in it. */
import { readBody } from "../http/event";
import { Problem } from "../problem";
import { readAttributes } from "../request";
import type { Attributes, Item } from "../table";
import { identityOf } from "../values/attributes";
import { pointerTo } from "../wording";
import type { Target } from "./target";

interface Others {
  /** As JSON. */
  readonly body: Item;
  /** Decoded. */
  readonly attributes: Attributes;
  /** As it is in the body, for a table with versions. */
  readonly version?: unknown;
}

/**
 * The attributes of the body without the key and the version. If the body has the key, it must be the path's.
 * @throws Problem `invalid-body`
 */
export function readOthers({ request, table, key }: Target): Others {
  const body = readBody(request) as Item;
  const attributes = readAttributes(body, table, request.method === "PATCH");
  const isOfPath = (name: string) => identityOf(attributes[name]) === identityOf(key[name]);
  const errors = Object.keys(key)
    .filter((name) => Object.hasOwn(attributes, name) && !isOfPath(name))
    .map((name) => ({ pointer: pointerTo([name]), detail: "must be the same as in the path." }));
  if (errors.length > 0) throw new Problem("invalid-body", "The path has another key.", errors);
  const isVersion = ([name]: [string, unknown]) => name === table.versionAttribute;
  const isOther = (entry: [string, unknown]) => !Object.hasOwn(key, entry[0]) && !isVersion(entry);
  const [version] = Object.values(filter(body, isVersion));
  return { body: filter(body, isOther), attributes: filter(attributes, isOther), version };
}

const filter = (object: Item, keep: (entry: [string, unknown]) => boolean): Item =>
  Object.fromEntries(Object.entries(object).filter(keep));
