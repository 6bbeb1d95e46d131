/** Each limit of the settings of tables. */
import { tableOperations } from "../../../functions/access";
import { answerOperations, pathOperations } from "../../../functions/operations";
import { type Cases, indexes, label, testLimits } from "../../support/infra/limits";

const hashKey = { name: "Id", type: "S" } as const;
const sortKey = { name: "time", type: "N" } as const;

const table = (name: string) => ({ tables: { [name]: { hashKey } } });
const index = (name: string) => ({
  tables: { Table: { hashKey, globalIndexes: { [name]: { hashKey: sortKey } } } },
});
const keyName = (name: string) => ({ tables: { Table: { hashKey: { name, type: "S" } } } });
const ttl = (ttlAttribute: string) => ({ tables: { Table: { hashKey, ttlAttribute } } });
const version = (versionAttribute: string) => ({
  tables: { Table: { hashKey, sortKey, ttlAttribute: "expires", versionAttribute } },
});
const open = (operations: unknown) => ({ tables: { Table: { hashKey, operations } } });
const physical = (physicalName: string) => ({ tables: { Table: { hashKey, physicalName } } });
const physicalIn = ([environment, physicalName]: [string, string]) => ({
  environment,
  tables: { Table: { hashKey, physicalName }, Other: { hashKey } },
});
const globals = (count: number) => ({
  tables: { Table: { hashKey, globalIndexes: indexes(count, { hashKey: sortKey }) } },
});
const locals = (count: number) => ({
  tables: { Table: { hashKey, sortKey, localIndexes: indexes(count, sortKey) } },
});

const taken: Cases = [
  ["a table", table, ["abc", "My_table-1.x", label(200)]],
  ["an index", index, ["abc", label(200)]],
  ["a key", keyName, ["k", "a key: any letters, ü", label(255)]],
  ["an attribute that expires", ttl, ["e", label(255)]],
  ["a version", version, ["v", "a version: ü", label(255)]],
  ["a list of operations", open, [["read"], ["query", "create"], tableOperations]],
  ["a physical name", physical, ["abc", "My_table-1.x", label(255)]],
  [
    "a physical name of an environment",
    physicalIn,
    [
      ["prod", "Table-restored-prod"],
      ["default", "any"],
    ],
  ],
  ["a number of global indexes", globals, [0, 1, 20]],
  ["a number of local indexes", locals, [0, 1, 5]],
];

const refused: Cases = [
  ["tables.", table, ["ab", "my table", label(201)]],
  ["tables: must not name a table", table, pathOperations],
  ["tables.Table.globalIndexes.", index, ["ab", "by/state", label(201)]],
  ["tables.Table.hashKey.name: must be 1 to 255 characters", keyName, ["", label(256)]],
  ["tables.Table.ttlAttribute: must be 1 to 255 characters", ttl, ["", label(256)]],
  ["tables.Table.versionAttribute: must be 1 to 255 characters", version, ["", label(256)]],
  ["tables.Table.versionAttribute", version, ["Id", "time", "expires"]],
  [
    "tables.Table.operations.0: must be left out: it uses no table",
    (name) => open([name]),
    answerOperations,
  ],
  [
    `tables.Table.operations.0: must be one of ${tableOperations.join(", ")}, received `,
    open,
    [["reed"], ["constructor"], [""], ["READ"], [1]],
  ],
  ["tables.Table.operations: must name at least one of create, read, ", open, [[]]],
  ["tables.Table.operations: must not repeat a name, received [", open, [["read", "read"]]],
  ["tables.Table.physicalName", physical, ["ab", "my table", label(256)]],
  [
    "tables.Table.physicalName: must end with -prod in the environment prod",
    physicalIn,
    [
      ["prod", "Table-restored"],
      ["prod", "Table-dev"],
    ],
  ],
  [
    "tables.Table.physicalName: must be another name",
    physicalIn,
    [
      ["default", "Other"],
      ["prod", "Other-prod"],
    ],
  ],
  ["tables.Table.globalIndexes", globals, [21]],
  ["tables.Table.localIndexes", locals, [6]],
];

testLimits(taken, refused);
