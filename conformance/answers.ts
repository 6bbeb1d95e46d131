/** Compares an answer with what the document says of it. */
import Ajv, { type ValidateFunction } from "ajv/dist/2020";
import type { Document, Json, Response, Route, Schema } from "./document";
import type { Answer } from "./sender";

export interface Expected {
  /** Those that are right here. */
  readonly status: readonly number[];
  /** Whose statuses, headers and bodies the answer must have; absent for a path or method that has none. */
  readonly route?: Route;
  /** Of a success, instead of the route's. */
  readonly schema?: Schema;
  /** Where the body is wrong: if the answer lists errors, one is there. */
  readonly pointer?: string;
  /** Whether there must be no body. */
  readonly isBare?: boolean;
  /** @returns what is wrong besides, in words */
  readonly also?: (body: Json, answer: Answer) => string | false | undefined;
}

type Check = (answer: Answer, expected: Expected) => readonly string[];

/** @returns what finds everything that an answer lacks, in words */
export function createCheck(document: Document): Check {
  const validate = createCompiler(document);
  const problem = anyProblem(document);
  return (answer, expected) => {
    const outright = wrongStatus(answer, expected);
    if (outright !== undefined) return [outright];
    if (expected.isBare) return answer.body === "" ? [] : ["no body"];
    return wrongContent(answer, expected, validate, problem);
  };
}

function wrongStatus({ status }: Answer, { status: right, route }: Expected): string | undefined {
  if (!right.includes(status)) return `status ${right.join(" or ")}`;
  return route && !route.responses[status] ? "a status that the document has" : undefined;
}

function wrongContent(
  answer: Answer,
  { route, schema, pointer, also }: Expected,
  validate: Compile,
  problem: Response,
): readonly string[] {
  const isError = answer.status >= 400;
  const response = route?.responses[answer.status] ?? (isError ? problem : undefined);
  const wrong = response ? wrongIn(answer, response, validate, isError ? undefined : schema) : [];
  const body = parse(answer.body) ?? null;
  const more = [!pointsTo(body, pointer) && `an error at ${pointer}`, also?.(body, answer)];
  return [...wrong, ...more.filter((one): one is string => typeof one === "string")];
}

function wrongIn(
  { headers, body: text }: Answer,
  { content = {}, headers: documented = {} }: Response,
  validate: Compile,
  own?: Schema,
): readonly string[] {
  const missing = Object.entries(documented).flatMap(([name, { required }]) =>
    required && headers[name] === undefined ? `the header ${name}` : [],
  );
  const [[type, { schema }] = ["", {}] as const] = Object.entries(content);
  if (schema === undefined) return text === "" ? missing : [...missing, "no body"];
  const body = parse(text);
  const check = validate(own ?? schema);
  const errors = body === undefined || check(body) ? [] : (check.errors ?? []);
  return [
    ...missing,
    ...(headers["content-type"]?.split(";")[0] === type ? [] : [`type ${type}`]),
    ...(body === undefined ? ["a body of JSON"] : []),
    ...errors.slice(0, 3).map((one) => `${one.instancePath || "a body that"} ${one.message}`),
  ];
}

type Compile = (schema: Schema) => ValidateFunction;

function createCompiler({ source }: Document): Compile {
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false }).addSchema(
    source,
    "document",
  );
  const compiled = new Map<Schema, ValidateFunction>();
  return (schema) => {
    const text = JSON.stringify(schema).replaceAll('"#/', '"document#/');
    const validate = compiled.get(schema) ?? ajv.compile(JSON.parse(text));
    compiled.set(schema, validate);
    return validate;
  };
}

/** A problem document of any kind: paths and methods that do not exist have none of their own. */
function anyProblem({ routes }: Document): Response {
  const responses = routes.flatMap((route) => Object.entries(route.responses));
  const [, response] = responses.find(([status]) => Number(status) >= 400) ?? [];
  const [type, content] = Object.entries(response?.content ?? {})[0] ?? [];
  if (type === undefined || content === undefined) return {};
  const { type: _, status: __, ...properties } = content.schema.properties ?? {};
  return { content: { [type]: { schema: { ...content.schema, properties } } } };
}

function pointsTo(body: Json, pointer: string | undefined): boolean {
  const { errors } = (body ?? {}) as { errors?: readonly { readonly pointer: string }[] };
  return (
    pointer === undefined || errors === undefined || errors.some((one) => one.pointer === pointer)
  );
}

/** @returns `undefined` for what is no JSON */
export function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
