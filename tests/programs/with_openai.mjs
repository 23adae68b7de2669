/** The `openai` SDK for Node.js: a chat, a stream, a tool. Nothing in it knows of a proxy. */

import assert from "node:assert";

import OpenAI from "openai";

const client = new OpenAI();
const model = "gpt-4o-mini";
const messages = [{ role: "user", content: "What is the weather in Paris?" }];
const tools = [
  {
    type: "function",
    function: {
      name: "get_weather",
      description: "The weather of a city.",
      parameters: { type: "object", properties: { city: { type: "string" } }, required: ["city"] },
    },
  },
];

const whole = await client.chat.completions.create({ model, messages });
assert.ok(whole.choices[0].message.content);

let pieces = 0;
for await (const chunk of await client.chat.completions.create({ model, messages, stream: true })) {
  pieces += chunk.choices[0]?.delta?.content ? 1 : 0;
}
assert.ok(pieces > 5);
console.log("chat and stream");

const runner = client.chat.completions.runTools({
  model,
  messages,
  tools: tools.map((tool) => ({
    ...tool,
    function: { ...tool.function, parse: JSON.parse, function: ({ city }) => ({ degrees: 21, city }) },
  })),
});
assert.match(await runner.finalContent(), /21/);
console.log("a tool");

const response = await client.responses.create({ model, input: "What is a proxy?" });
assert.ok(response.output_text);
console.log("a response");
