import { refuseLosses } from "../../deploy/losses";

const type = "aws_dynamodb_table";
const table = (name: string, isProtected: boolean) => ({
  type,
  name: `tables_${name}`,
  instances: [{ attributes: { name: `${name}-prod`, deletion_protection_enabled: isProtected } }],
});
const stack = { terraform: { required_providers: {} }, resource: { [type]: { tables_Kept: {} } } };

test("a protected table that is deployed and not in the stack is refused by name", () => {
  const resources = [table("Kept", true), table("Gone", true), table("Free", false)];
  expect(refuseLosses({ resources }, stack)).toStrictEqual([
    "Error: The table Gone-prod is protected, and its entry in `tables` was removed or renamed.",
  ]);
});

test("a first deploy is not refused", () => {
  expect(refuseLosses({}, stack)).toStrictEqual([]);
});
