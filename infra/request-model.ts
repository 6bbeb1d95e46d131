/** What API Gateway lets through to the function, computed from the operation table. */
import * as z from "zod/mini";
import { envelope } from "../functions/request";

/**
 * The envelope as a JSON Schema of draft 4, which is the one API Gateway knows. It is a cheap
 * filter for what no operation accepts; the function repeats every check and says more.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/models-mappings-models.html
 */
export function envelopeModel(): object {
  return z.toJSONSchema(envelope, { target: "draft-4", io: "input" });
}
