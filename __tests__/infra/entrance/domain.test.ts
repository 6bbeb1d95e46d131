/** The custom domain: where it leads, its DNS records, and the outputs that name it. */
import { certificateArn, variant } from "../../support/infra/variants";

const plain = variant("domain");
const routed = variant("domain in a zone");
const [[address]] = plain.all("aws_api_gateway_domain_name") as [[string, object]];
const regional = {
  name: `\${aws_api_gateway_domain_name.${address}.regional_domain_name}`,
  zone_id: `\${aws_api_gateway_domain_name.${address}.regional_zone_id}`,
};

test("the name is regional, has IPv4 and IPv6 addresses, and takes TLS 1.2 at least", () => {
  expect(plain.one("aws_api_gateway_domain_name")).toMatchObject({
    domain_name: "api.example.com",
    regional_certificate_arn: certificateArn,
    endpoint_configuration: { types: ["REGIONAL"], ip_address_type: "dualstack" },
    security_policy: "TLS_1_2",
  });
});

test("the name leads to the stage, and AWS's own address is disabled", () => {
  const mapping = plain.one("aws_api_gateway_base_path_mapping");
  expect(mapping).toMatchObject({
    domain_name: `\${aws_api_gateway_domain_name.${address}.domain_name}`,
    stage_name: expect.stringMatching(/^\$\{aws_api_gateway_stage\.\w+\.stage_name\}$/),
  });
  expect(mapping).not.toHaveProperty("base_path");
  expect(plain.one("aws_api_gateway_rest_api")).toMatchObject({
    disable_execute_api_endpoint: true,
  });
});

test("the outputs use the name, without the stage's name", () => {
  const { invoke_url, curl } = plain.json.output;
  expect(invoke_url.value).toBe("https://api.example.com/DynamoDBManager");
  expect(curl.value).toMatch(/ https:\/\/api\.example\.com\/DynamoDBManager$/);
});

test("without a zone, an output says where to point the name", () => {
  expect(plain.has("aws_route53_record")).toBe(false);
  expect(plain.json.output.domain_target.value).toStrictEqual({
    name: regional.name,
    hosted_zone_id: regional.zone_id,
  });
});

test("with a zone, the name gets its records for both kinds of addresses", () => {
  const records = routed.all("aws_route53_record").map(([, record]) => record);
  const record = {
    name: `\${aws_api_gateway_domain_name.${address}.domain_name}`,
    zone_id: "Z0123456789ABC",
    alias: { ...regional, evaluate_target_health: false },
  };
  expect(records).toMatchObject([record, record]);
  expect(records.map(({ type }) => type).sort()).toStrictEqual(["A", "AAAA"]);
  expect(routed.json.output).not.toHaveProperty("domain_target");
});

test("by default there is no domain", () => {
  const { has, json } = variant("default");
  expect(has("aws_api_gateway_domain_name")).toBe(false);
  expect(has("aws_api_gateway_base_path_mapping")).toBe(false);
  expect(json.output.invoke_url.value).toMatch(/^\$\{aws_api_gateway_stage\.\w+\.invoke_url\}\//);
});
