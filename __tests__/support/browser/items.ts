/** Items that a page could show, or save, wrongly. */

/** Of the table Orders. Numbers are as the API writes them. */
export const precise = `{
  "customer": "exact",
  "number": 12345678901234567890123456789012345678,
  "small": 0.1000000000000000000000000000000000001,
  "names": {
    "$set": [
      "a",
      "b"
    ]
  },
  "numbers": {
    "$set": [
      1,
      99999999999999999999
    ]
  },
  "bytes": {
    "$binary": "AP+/"
  },
  "parts": {
    "$set": [
      {
        "$binary": "AA=="
      }
    ]
  },
  "map": {
    "$map": {
      "$ref": true
    }
  },
  "none": null
}`;

const script = `<script>globalThis.hacked = true</script><img src=x onerror="hacked = true">`;

/** Markup and names of JavaScript, wherever an item can have them. */
export const hostile = JSON.stringify({
  Id: script,
  constructor: script,
  toString: { [script]: [script] },
  [script]: "__proto__",
  hasOwnProperty: { $set: [script] },
  "": "no name",
});

/** As large as DynamoDB takes: 400 KB with the names and the key. */
export const large = JSON.stringify({ Id: "large", text: "ä".repeat(199_000) });
