/** The envelope in the document: schemas of each operation's request and result, and examples of the requests. */
import * as z from "zod/mini";
import { isAllowed } from "../../functions/access";
import { exampleItems, exampleRequest } from "../../functions/examples";
import type { Operation } from "../../functions/operation";
import { operations } from "../../functions/operations";
import { attributes } from "../../functions/parameters";
import type { Table } from "../../functions/table";
import type { DocumentProps } from "./props";
import { reference } from "./schemas";

/** The rows that at least one of the tables allows. */
export const rowsOf = ({ tables }: DocumentProps) =>
  Object.entries<Operation>(operations).filter(
    ([name, row]) => tablesOf(name, row, tables).length > 0,
  );

const tablesOf = (name: string, row: Operation, tables: readonly Table[]) =>
  tables.filter((table) => isAllowed(name, row, table));

const requestName = (operation: string) => `${operation}.request`;
export const resultName = (operation: string) => `${operation}.result`;

/** `Envelope` is one of the requests; each result belongs to the request of the same name. */
export function envelopeSchemas(props: DocumentProps): Record<string, object> {
  const rows = rowsOf(props);
  const schemas = rows.flatMap(([name, row]) => [
    [requestName(name), requestSchema(name, row, props.tables)],
    [resultName(name), jsonSchema(row.result, "output")],
  ]);
  const mapping = rows.map(([name]) => [name, reference(requestName(name)).$ref]);
  return {
    Envelope: {
      type: "object",
      oneOf: rows.map(([name]) => reference(requestName(name))),
      discriminator: { propertyName: "operation", mapping: Object.fromEntries(mapping) },
    },
    ...Object.fromEntries(schemas),
  };
}

function requestSchema(name: string, row: Operation, tables: readonly Table[]): object {
  const payload = jsonSchema(row.payload, "input");
  const usesTable = "Command" in row;
  const mustHavePayload = "required" in payload;
  return {
    description: row.summary,
    type: "object",
    properties: {
      operation: { const: name },
      ...(usesTable && {
        tableName: { type: "string", enum: tablesOf(name, row, tables).map((table) => table.name) },
      }),
      payload,
    },
    required: [
      "operation",
      ...(usesTable && tables.length > 1 ? ["tableName"] : []),
      ...(mustHavePayload ? ["payload"] : []),
    ],
    additionalProperties: false,
    "x-result": reference(resultName(name)),
    ...("access" in row && { "x-access": row.access }),
  };
}

/** An item or a key is a reference to the one schema of attributes. `x-rule` tells smoke that more may be refused. */
function jsonSchema(schema: z.ZodMiniType, io: "input" | "output"): object {
  const { $schema: _, ...json } = z.toJSONSchema(schema, {
    io,
    unrepresentable: "any",
    override: ({ zodSchema, jsonSchema: here }) => {
      if (zodSchema === (attributes as unknown)) Object.assign(here, reference("Attributes"));
      if (hasRule(zodSchema) && here.type && here.type !== "string") here["x-rule"] = true;
    },
  });
  return json;
}

/** Whether a function of the row's own checks the value, which JSON Schema cannot say. */
const hasRule = ({ _zod: { def } }: z.core.$ZodType): boolean =>
  def.checks?.some((check) => check._zod.def.check === "custom") ?? false;

/** An example for each row and table that allows it. The first table's has the row's name. */
export function envelopeExamples(props: DocumentProps): Record<string, object> {
  const examples = rowsOf(props).flatMap(([name, row]) => {
    const tables = "Command" in row ? tablesOf(name, row, props.tables) : [undefined];
    return tables.map((table, i) => {
      const value = exampleRequest(name, table?.name, table && exampleItems(table));
      const example = { summary: row.summary, value: JSON.parse(JSON.stringify(value)) };
      return [i === 0 ? name : `${name} ${table?.name}`, example];
    });
  });
  return Object.fromEntries(examples);
}
