/** API Gateway's request validation: a body against the model of its content type. */
import Ajv from "ajv-draft-04";
import type { Route } from "./service";

type Validate = (route: Route, contentType: string | undefined, body: string) => boolean;

/** A body whose type has no model is let through; a body without a type counts as JSON. */
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
  return (route, contentType = "application/json", body) => {
    const type = contentType.split(";")[0]?.trim().toLowerCase() ?? "";
    const validate = compiled.get(route)?.get(type);
    if (validate === undefined) return true;
    try {
      return validate(JSON.parse(body));
    } catch {
      return false;
    }
  };
}
