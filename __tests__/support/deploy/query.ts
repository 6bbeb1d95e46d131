/** Calls of AWS's query protocol, for the services whose SDK no test needs otherwise. */

/** @returns the XML of the answer */
async function query(endpoint: string, service: string, parameters: Record<string, string>) {
  const credential = `test/20260101/us-east-1/${service}/aws4_request`;
  const response = await fetch(endpoint, {
    method: "POST",
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host, Signature=x`,
    },
    body: new URLSearchParams(parameters),
  });
  return response.text();
}

const valuesOf = (xml: string, element: string) =>
  [...xml.matchAll(new RegExp(`<${element}>([^<]*)`, "g"))].map(([, value = ""]) => value).sort();

const monitoring = { Version: "2010-08-01" };

export async function alarmNames(endpoint: string): Promise<string[]> {
  const xml = await query(endpoint, "monitoring", { ...monitoring, Action: "DescribeAlarms" });
  return valuesOf(xml, "AlarmName");
}

export async function dashboardNames(endpoint: string): Promise<string[]> {
  const xml = await query(endpoint, "monitoring", { ...monitoring, Action: "ListDashboards" });
  return valuesOf(xml, "DashboardName");
}

/** The environment of somebody with credentials of another account. */
export async function otherAccount(endpoint: string) {
  const xml = await query(endpoint, "sts", {
    Version: "2011-06-15",
    Action: "AssumeRole",
    RoleArn: "arn:aws:iam::210987654321:role/other",
    RoleSessionName: "other",
  });
  const value = (element: string) => valuesOf(xml, element)[0];
  return {
    AWS_ACCESS_KEY_ID: value("AccessKeyId"),
    AWS_SECRET_ACCESS_KEY: value("SecretAccessKey"),
    AWS_SESSION_TOKEN: value("SessionToken"),
  };
}
