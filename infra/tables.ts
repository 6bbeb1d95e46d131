/** The DynamoDB tables, one for each logical name in the settings. */
import { DynamodbTable } from "@cdktf/provider-aws/lib/dynamodb-table";
import { Annotations } from "cdktf";
import { Construct } from "constructs";
import type { Settings } from "./settings/settings";
import {
  type IndexSettings,
  type KeySettings,
  keysOf,
  type TableSettings,
} from "./settings/tables";

interface StackTablesProps {
  readonly settings: Pick<Settings, "tables" | "deletionProtection" | "pointInTimeRecovery">;
  /** The physical name of a logical one. */
  readonly nameOf: (name: string) => string;
}

export class StackTables extends Construct {
  /** Tables by their logical names. */
  readonly byName: ReadonlyMap<string, DynamodbTable>;

  constructor(scope: Construct, id: string, { settings, nameOf }: StackTablesProps) {
    super(scope, id);
    for (const [name, { physicalName }] of Object.entries(settings.tables)) {
      if (physicalName !== undefined) Annotations.of(this).addWarning(renamed(name, physicalName));
    }
    this.byName = new Map(
      Object.entries(settings.tables).map(([name, table]) => [
        name,
        new DynamodbTable(this, name, {
          ...tableConfig(table.physicalName ?? nameOf(name), table),
          pointInTimeRecovery: { enabled: settings.pointInTimeRecovery },
          ...(settings.deletionProtection && protection),
        }),
      ]),
    );
  }
}

/** Synth does not read the state, so it cannot know which table is there. */
const renamed = (name: string, physicalName: string) =>
  `The table ${name} is ${physicalName} in DynamoDB. If Terraform's state has it under another name, a deploy replaces that table and deletes its items. Import ${physicalName} first: docs/operations.md.`;

/** Both are needed: DynamoDB's fails only in the middle of a destroy, Terraform's does not stop other tools. */
const protection = { deletionProtectionEnabled: true, lifecycle: { preventDestroy: true } };

function tableConfig(name: string, settings: TableSettings) {
  const { hashKey, sortKey, globalIndexes = {}, localIndexes = {}, ttlAttribute } = settings;
  const onDemandThroughput = {
    maxReadRequestUnits: settings.maxReadUnits,
    maxWriteRequestUnits: settings.maxWriteUnits,
  };
  return {
    name,
    billingMode: "PAY_PER_REQUEST",
    hashKey: hashKey.name,
    rangeKey: sortKey?.name,
    attribute: keyAttributes(settings),
    globalSecondaryIndex: list(globalIndexes, (index, keys) => ({
      ...globalIndex(index, keys),
      onDemandThroughput,
    })),
    localSecondaryIndex: list(localIndexes, localIndex),
    // "Off" is written too: to the provider, an absent block means "unchanged", and DynamoDB would
    // continue to delete items.
    ttl: { attributeName: ttlAttribute, enabled: ttlAttribute !== undefined },
    serverSideEncryption: { enabled: true },
    onDemandThroughput,
  };
}

const globalIndex = (name: string, index: IndexSettings) => ({
  name,
  hashKey: index.hashKey.name,
  rangeKey: index.sortKey?.name,
  projectionType: "ALL",
});

const localIndex = (name: string, sortKey: KeySettings) => ({
  name,
  rangeKey: sortKey.name,
  projectionType: "ALL",
});

/** DynamoDB requires each key attribute once, and refuses attributes that are in no key. */
function keyAttributes(settings: TableSettings) {
  const types = new Map(keysOf(settings).map(({ name, type }) => [name, type]));
  return [...types].map(([name, type]) => ({ name, type }));
}

/** `undefined` for no entries, so that the JSON has no empty list. */
function list<T, R>(entries: Readonly<Record<string, T>>, change: (name: string, entry: T) => R) {
  const all = Object.entries(entries).map(([name, entry]) => change(name, entry));
  return all.length === 0 ? undefined : all;
}
