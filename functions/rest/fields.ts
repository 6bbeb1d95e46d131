/** The attributes that an answer has: `fields` as DynamoDB's projection. */
import { invalidParameter } from "../problem";
import type { Item } from "../table";

/** Names in one `fields`, at any depth. DynamoDB allows 4 KB for the expression. */
const maxNames = 100;

interface Projection {
  readonly ProjectionExpression?: string;
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
}

/**
 * The parameters of a read.
 * @param fields attributes, separated by commas; a dot leads into a map. Absent for all attributes
 * @param also an attribute that is read too
 * @throws Problem `invalid-parameter`
 */
export function readFields(fields: string | undefined, also?: string): Projection {
  if (fields === undefined) return {};
  const paths = fields.split(",");
  const names = paths.flatMap((path) => path.split("."));
  if (names.length > maxNames || names.includes("")) {
    throw invalidParameter(
      `"fields" must be 1 to ${maxNames} names, separated by commas, or by dots inside of maps.`,
    );
  }
  refuseOverlap(paths);
  let count = 0;
  const isMissing = also !== undefined && !firstNames(fields).includes(also);
  return {
    ProjectionExpression: `${fields.replace(/[^.,]+/g, () => `#${count++}`)}${isMissing ? ",#also" : ""}`,
    ExpressionAttributeNames: {
      ...Object.fromEntries(names.map((name, i) => [`#${i}`, name])),
      ...(isMissing && { "#also": also }),
    },
  };
}

const firstNames = (fields: string) => fields.split(",").map((path) => path.split(".")[0]);

/** The item without the attribute that was read too. */
export function pickFields(item: Item, fields: string | undefined): Item {
  if (fields === undefined) return item;
  const asked = firstNames(fields);
  return Object.fromEntries(Object.entries(item).filter(([name]) => asked.includes(name)));
}

/** DynamoDB refuses a path that is there already, or that is inside another one. */
function refuseOverlap(paths: readonly string[]): void {
  const all = new Set(paths);
  const inside = paths.some((path) => {
    const names = path.split(".");
    return names.some((_, depth) => depth > 0 && all.has(names.slice(0, depth).join(".")));
  });
  if (inside || all.size < paths.length) {
    throw invalidParameter('"fields" must not name an attribute twice, or a map and a part of it.');
  }
}
