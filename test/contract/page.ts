/** The parts that generated pages are put together from. */

/** A page of Markdown; it says of itself that it is made. */
export function page(title: string, parts: readonly string[]): string {
  return `# ${title}\n\n${['Made from the schemas in `src-shared` by `npm run docs`; a test keeps it true.', ...parts].join('\n\n')}\n`;
}

/** A table of Markdown. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}
