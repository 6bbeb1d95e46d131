/**
 * Writes to items with versions. Each reads the item's version, or takes it from If-Match, checks the preconditions, and
 * writes on the condition that the item has not changed since. If it has, another request was faster, and all of it is
 * repeated.
 */
import { setTimeout as pause } from "node:timers/promises";
import { limits } from "../client";
import { timeLeft } from "../execute";
import type { Answer } from "../http/response";
import { Problem } from "../problem";
import { hashKeyName, type Item } from "../table";
import { encodeAttributes } from "../values/attributes";
import type { Preconditions } from "./entity-tags";
import { readOthers } from "./item-bodies";
import { createUpdate, needsItem } from "./merge-patch";
import { checkPreconditions, readPreconditions, unlessCondition } from "./preconditions";
import { notFound, run, type Target } from "./target";
import {
  bodyPrecondition,
  itemOf,
  nextVersion,
  tagHeaders,
  tagOf,
  timeUntilPast,
  unchanged,
  versionOf,
} from "./versions";

export async function replaceVersioned(target: Target): Promise<Answer> {
  const { table, key } = target;
  const { body, attributes, version } = readOthers(target);
  const repeated = bodyPrecondition(table, version);
  return write(target, { repeated }, async (item) => {
    const next = nextVersion(table, item);
    const Item = { ...attributes, ...key, ...next };
    await run(target, "create", { Item, ...unchanged(table, item) });
    const stored = { ...body, ...encodeAttributes(key), ...next };
    return { status: item ? 200 : 201, headers: tagHeaders(table, stored), body: stored };
  });
}

export async function patchVersioned(target: Target): Promise<Answer> {
  const { table, key } = target;
  const { attributes: patch, version } = readOthers(target);
  const repeated = bodyPrecondition(table, version);
  return write(target, { repeated, whole: needsItem(patch) }, async (item) => {
    if (!item) throw notFound();
    const update = createUpdate(patch, item, hashKeyName(table), nextVersion(table, item));
    const { Attributes } = await run(target, "update", {
      Key: key,
      ReturnValues: "ALL_NEW",
      ...both(update, unchanged(table, item)),
    });
    const stored = Attributes as Item;
    return { status: 200, headers: tagHeaders(table, stored), body: stored };
  });
}

export async function deleteVersioned(target: Target): Promise<Answer> {
  const { table, key, invocation } = target;
  return write(target, {}, async (item) => {
    if (!item) throw notFound();
    const version = versionOf(table, item);
    for (let wait = timeUntilPast(version); wait > 0; wait = timeUntilPast(version)) {
      if (timeLeft(invocation) < wait + limits.requestTimeout) throw ahead();
      await pause(wait);
    }
    await run(target, "delete", { Key: key, ...unchanged(table, item) });
    return { status: 204 };
  });
}

interface WriteProps {
  /** Preconditions of the body. */
  readonly repeated?: Preconditions;
  /** Whether the attempt needs the whole item. @default only its key and version */
  readonly whole?: boolean;
}

/** @param attempt gets the item as it is now; it is repeated when its condition fails */
async function write(
  target: Target,
  { repeated = {}, whole = false }: WriteProps,
  attempt: (item: Item | undefined) => Promise<Answer>,
): Promise<Answer> {
  const { request, table, invocation } = target;
  const expected = readPreconditions(request);
  const named = whole ? undefined : itemOf(table, repeated.ifMatch ?? expected.ifMatch);
  let wasRepeated = false;
  const tryOnce = async (item: Item | undefined) => {
    const current = item && { tag: tagOf(versionOf(table, item)) };
    checkPreconditions(repeated, current);
    checkPreconditions(expected, current);
    return attempt(item);
  };
  for (let tries = named ? 0 : 1; ; tries++) {
    const item = tries === 0 ? named : await readCurrent(target, whole);
    const answer = await tryOnce(item).catch((error): undefined => {
      if (wasRepeated && error instanceof Problem) throw outcomeUnknown();
      unlessCondition(error);
      wasRepeated = error.$metadata.attempts > 1;
    });
    if (answer) return answer;
    const wait = Math.random() * limits.batchWait * Math.min(tries, 10);
    if (timeLeft(invocation) < wait + 2 * limits.requestTimeout) throw busy();
    await pause(wait);
  }
}

async function readCurrent(target: Target, whole: boolean): Promise<Item | undefined> {
  const { table, key } = target;
  const names = { "#key": hashKeyName(table), "#version": table.versionAttribute };
  const { Item } = await run(target, "read", {
    Key: key,
    ConsistentRead: true,
    ...(!whole && {
      ProjectionExpression: "#key, #version",
      ExpressionAttributeNames: names,
    }),
  });
  return Item;
}

type Condition = ReturnType<typeof unchanged>;

/** The placeholders of the two are different. */
const both = (update: ReturnType<typeof createUpdate>, more: Condition) => ({
  ...update,
  ConditionExpression: `${update.ConditionExpression} AND ${more.ConditionExpression}`,
  ExpressionAttributeNames: {
    ...update.ExpressionAttributeNames,
    ...more.ExpressionAttributeNames,
  },
  ExpressionAttributeValues: {
    ...update.ExpressionAttributeValues,
    ...more.ExpressionAttributeValues,
  },
});

/** The SDK repeats a write when its answer is lost, and its condition fails because of itself. */
const outcomeUnknown = () =>
  new Problem(
    "timeout",
    "It is not known whether the write happened: its first answer was lost, and the item has changed. Read it before you repeat.",
  );

const busy = () =>
  new Problem("conflict", "Other requests are changing this item. Send the request again.");

const ahead = () =>
  new Problem(
    "conflict",
    "The item's version is ahead of the clock. The operation delete ignores that, but then a later item can get an entity tag of this one.",
  );
