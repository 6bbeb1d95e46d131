/**
 * The OpenAPI document of what is deployed: computed from the operation table, the route table, the kinds of problems
 * and the settings. https://spec.openapis.org/oas/v3.1.1.html
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describeTables } from "../function/environment";
import type { Settings } from "../settings/settings";
import { envelopeSchemas } from "./envelope";
import { errorResponses } from "./errors";
import { describePaths } from "./paths";
import type { DocumentProps } from "./props";
import { itemSchemas, usedBy, valueSchemas } from "./schemas";
import { securitySchemes } from "./security";

/** @param root the project's directory, whose package.json has version and license */
export function describeApi(settings: Settings, root: string): object {
  const { version, license } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const tables = describeTables(settings, (name) => name);
  return openApiDocument({ settings, tables, version, license });
}

function openApiDocument(props: DocumentProps): object {
  const { settings, tables, version, license } = props;
  const { service, api } = settings;
  const schemes = securitySchemes(api.auth);
  const paths = describePaths(props);
  return {
    openapi: "3.1.1",
    info: {
      title: service,
      version,
      license: { name: license, identifier: license },
      summary: "An HTTPS API in front of DynamoDB.",
      description,
    },
    servers: [{ url: api.domain ? `https://${api.domain.name}` : `/${api.stage}` }],
    security: Object.keys(schemes).map((name) => ({ [name]: [] })),
    tags: [
      { name: "Operations", description: "One resource takes every operation as a JSON body." },
      ...tables.map(({ name, keys, indexes = [], versionAttribute }) => ({
        name,
        description: settings.tables[name]?.description ?? `The items of ${name}.`,
        // What a program must know to make items and conditions of its own.
        "x-table": { keys, indexes, versionAttribute },
      })),
    ],
    paths,
    components: {
      schemas: usedBy(paths, { ...valueSchemas, ...itemSchemas(props), ...envelopeSchemas(props) }),
      responses: errorResponses(paths, service),
      ...(Object.keys(schemes).length > 0 && { securitySchemes: schemes }),
    },
  };
}

const description = [
  "The same items can be reached in two ways: by an envelope that names a DynamoDB operation, and by a path for each table and item.",
  'Numbers are exact: DynamoDB keeps 38 digits, and so does this API, so read them with a parser that does not round. A set is `{"$set": […]}`, binary data is `{"$binary": "<base64>"}`.',
  "Every error is a problem document (RFC 9457).",
].join("\n\n");
