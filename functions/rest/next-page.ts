/** Where the next page is: a link, or the envelope of the same query when the link would be too long. */
import type { HttpRequest } from "../http/event";
import type { Item } from "../table";
import { encodeAttributes } from "../values/attributes";
import { writeCursor } from "./cursors";
import { writeQuery } from "./query-string";
import type { Selection } from "./selection";
import type { Target } from "./target";

/** Bytes of a request's line and headers, and of an answer's headers (API Gateway's quota, which cannot be raised). */
const maxHead = 10_240;

/** Bytes of an answer's other headers, and of the line around the URL. */
const reserve = 1024;

/**
 * @param payload of the page before
 * @param last the key of that page's last item
 * @returns members of the answer's body, and headers
 */
export function pointToNext(target: Target, selection: Selection, payload: object, last: Item) {
  const { request, table } = target;
  const cursor = writeCursor(selection, last);
  const others = request.parameters.filter(([name]) => name !== "cursor");
  const url = `${request.url}?${writeQuery([...others, ["cursor", cursor]])}`;
  if (url.length + Math.max(reserve, sizeOf(request)) <= maxHead) {
    return { headers: { link: `<${url}>; rel="next"` }, cursor }; // RFC 8288
  }
  const { ExpressionAttributeValues: values } = selection.payload;
  const envelope = {
    operation: selection.operation,
    tableName: table.name,
    payload: {
      ...payload,
      ...(values && { ExpressionAttributeValues: encodeAttributes(values) }),
      ExclusiveStartKey: last,
    },
  };
  const detail = "The URL of the next page would be too long. POST the envelope to the resource.";
  return { next: { detail, envelope } };
}

/** Bytes of the headers, which the next request will have too. */
const sizeOf = ({ headers }: HttpRequest): number =>
  Object.entries(headers).reduce((size, [name, value]) => size + name.length + value.length, 0);
