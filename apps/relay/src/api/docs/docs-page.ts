import type { OpenAPIObject } from '@nestjs/swagger';

interface Shown {
  readonly summary?: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: object;
  readonly responses?: Readonly<Record<string, { readonly description?: string }>>;
}

/** The API's document as a page for people: no script, nothing from elsewhere. */
export function docsPage(document: OpenAPIObject): string {
  const operations = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item as Record<string, Shown>).map(([method, operation]) =>
      sectionOf(method.toUpperCase(), path, operation),
    ),
  );
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escaped(document.info.title)} API</title></head><body>
<h1>${escaped(document.info.title)} ${escaped(document.info.version)}</h1>
<p>${escaped(document.info.description ?? '')}</p>
<p><a href="/api/docs/openapi.json">OpenAPI document</a>, for clients and tools.</p>
${operations.join('\n')}
<h2>Schemas</h2>
<pre>${escaped(JSON.stringify(document.components?.schemas, undefined, 2))}</pre>
</body></html>
`;
}

function sectionOf(method: string, path: string, operation: Shown): string {
  const { summary = '', parameters = [], requestBody, responses = {} } = operation;
  const items = [
    ...parameters.map((one) => `<li><code>${escaped(one.name)}</code> (${escaped(one.in)})</li>`),
    ...(requestBody === undefined
      ? []
      : [`<li>body <pre>${escaped(JSON.stringify(requestBody, undefined, 2))}</pre></li>`]),
    ...Object.entries(responses).map(([status, { description = '' }]) => {
      return `<li>${escaped(status)}: ${escaped(description)}</li>`;
    }),
  ];
  return `<h2><code>${method} ${escaped(path)}</code></h2>
<p>${escaped(summary)}</p><ul>${items.join('')}</ul>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
