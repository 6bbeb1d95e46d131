/**
 * In the bundle, in place of `@aws-sdk/lib-dynamodb`, whose package does not say that it has no side effects. Its
 * paginators would keep the SDK's whole client.
 */
export { NumberValueImpl as NumberValue } from "@aws-sdk/util-dynamodb";
export * from "document-commands"; // infra/function/bundle.ts has where they are
