// Stands in for what the form library names and we do not use: Ajv (the program checks, not the browser) and Markdown.
export default () => null;
export const Markdown = () => null;
