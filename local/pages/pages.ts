/** The pages that `npm start` serves beside the API: plain files, one description of the service, and the signer. */
import { readFile } from "node:fs/promises";
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { extname, join } from "node:path";
import type { Service } from "../service/service";
import { type DescriptionProps, describeService } from "./description";
import { forwardSigned, isSigned } from "./signed";

interface PagesProps extends DescriptionProps {
  /** The project's directory. */
  readonly root: string;
}

interface Content {
  readonly status: number;
  readonly type: string;
  readonly body: Buffer | string;
}

const here = "local/pages/static";

/** Patterns of paths, and the directory of their files. No name has a slash or begins with a dot. */
const files: readonly (readonly [RegExp, string])[] = [
  [/^\/_pages\/([\w-]+\.(?:css|js))$/, here],
  [/^\/()$/, `${here}/index.html`],
  [/^\/_docs()\/?$/, `${here}/docs.html`],
  [/^\/_tables()\/?$/, `${here}/tables.html`],
  [/^\/(favicon\.svg)$/, here],
  [/^\/_pages\/swagger-ui\/(swagger-ui(?:-bundle)?\.(?:css|js))$/, "node_modules/swagger-ui-dist"],
  [/^\/_pages\/lossless-json\/([\w-]+\.js)$/, "node_modules/lossless-json/lib/esm"],
];

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".svg": "image/svg+xml",
};
const plain = "text/plain; charset=utf-8";

/** Swagger UI's style sheet has its images as `data:` URLs. */
const policy =
  "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Whether a page loads it for itself. */
export const isPageFile = (path: string) => /^\/(_pages\/|favicon\.svg$)/.test(path);

/** Whether the request is for a page, and not for the API. The API's own paths, below the stage, come first. */
export function isPage({ url = "", method = "" }: IncomingMessage, { stage }: Service): boolean {
  const path = pathOf(url);
  if (path.split("/")[1] === stage) return false;
  if (isSigned(path)) return true;
  const isOurs = isPageFile(path) || files.some(([pattern]) => pattern.test(path));
  return isOurs && ["GET", "HEAD"].includes(method);
}

/** Answers requests for which `isPage` is true. */
export function createPages(props: PagesProps): RequestListener {
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const path = pathOf(request.url);
    if (isSigned(path)) return forwardSigned(request, response, props);
    send(response, await contentOf(path, props));
  };
  // Whoever sent the request is gone, or the server is stopping.
  return (request, response) => void answer(request, response).catch(() => response.destroy());
}

async function contentOf(path: string, props: PagesProps): Promise<Content> {
  if (path === "/_pages/service.json") {
    return { status: 200, type: types[".json"] as string, body: await describeService(props) };
  }
  if (path === "/_pages/openapi.json") {
    return read(join(props.service.directory, "openapi.json"), "This version has no openapi.json.");
  }
  const found = files.find(([pattern]) => pattern.test(path));
  if (found === undefined) return { status: 404, type: plain, body: "There is no such file." };
  const [pattern, place] = found;
  return read(join(props.root, place, pattern.exec(path)?.[1] as string), "There is no such file.");
}

async function read(file: string, missing: string): Promise<Content> {
  try {
    return { status: 200, type: types[extname(file)] as string, body: await readFile(file) };
  } catch {
    return { status: 404, type: plain, body: missing };
  }
}

function send(response: ServerResponse, { status, type, body }: Content): void {
  response.writeHead(status, {
    "content-type": type,
    "content-length": Buffer.byteLength(body),
    "cache-control": "no-store",
    "content-security-policy": policy,
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
  });
  response.end(body); // Node leaves the body out for HEAD
}

const pathOf = (url = "/") => url.split("?")[0] as string;
