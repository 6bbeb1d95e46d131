/** API Gateway's request validation: checks a body against the model of its content type. */
import type { IncomingMessage } from "node:http";
import Ajv from "ajv-draft-04";
import type { Route } from "../service/service";

type Validate = (route: Route, contentType: string, body: string) => boolean;

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
    if (validate === undefined) return true;
    try {
      return validate(JSON.parse(body));
    } catch {
      return false;
    }
  };
}
