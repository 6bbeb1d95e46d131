/** API Gateway's request validation: checks a body against the model of its content type. */
import type { IncomingMessage } from "node:http";
import Ajv from "ajv-draft-04";
import type { Route } from "../service/service";

/** @returns why the body is refused, in the validator's words; `undefined` when it is not */
export type Validate = (route: Route, contentType: string, body: string) => string | undefined;

/** The content type without its parameters; a missing one counts as JSON. */
export function contentTypeOf({ headers }: IncomingMessage): string {
  return (headers["content-type"] ?? "application/json").split(";")[0]?.trim().toLowerCase() ?? "";
}

/** A body whose type has no model is accepted. */
export function compileModels(routes: readonly Route[]): Validate {
  const ajv = new Ajv({ strict: false });
  const compiled = new Map(
    routes.map((route) => [
      route,
      new Map(
        Object.entries(route.models).map(([type, schema]) => [type, ajv.compile(schema as object)]),
      ),
    ]),
  );
  return (route, contentType, body) => {
    const validate = compiled.get(route)?.get(contentType);
    if (validate === undefined) return undefined;
    try {
      if (validate(JSON.parse(body))) return undefined;
    } catch (error) {
      return `The body is no JSON: ${(error as Error).message.replaceAll(/\s+/g, " ")}`; // it quotes the body
    }
    return validate.errors
      ?.map(({ instancePath, message, params }) => {
        const { allowedValues, additionalProperty } = params as Partial<Record<string, unknown>>;
        const detail = allowedValues ?? additionalProperty;
        return `body${instancePath} ${message}${detail === undefined ? "" : `: ${detail}`}`;
      })
      .join(", ");
  };
}
