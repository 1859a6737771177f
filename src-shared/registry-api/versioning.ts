/** What may change of the contract, and how it is told. */

/** Of the contract, as SemVer: the first number is the one in every path. */
export const CONTRACT_VERSION = '1.1.1';

/** The policy, a paragraph each. */
export const VERSIONING: readonly string[] = [
  'The number in the path (`/v1`) changes only when something is taken away or comes to mean something else. Within it, registries may add: calls, fields of answers, fields of requests that may be left out, values of a query, problem codes, kinds of conflict, kinds of news. Programs ignore what they do not know: an unknown field of an answer, an unknown kind of conflict; an unknown problem code is read by its HTTP status.',
  'Nothing that a request may hold today becomes unlawful, no field of an answer goes away or changes its type, and limits of size are only raised. Codes (problems, conflicts, reasons) are append-only: none is renamed, reused or given another status.',
  'What is to go is marked `deprecated` here first, and answers with a `Deprecation` header (RFC 9745) and a `Sunset` header (RFC 8594) for twelve months at least. Version 2 would be served beside version 1 for two years, for a desk that is switched off all summer must still deliver what it holds.',
  '`info.version` says what a registry speaks: the second number rises with every addition, the third with every correction of words. A registry that claims to speak the contract can be tried with `npm run conformance -- --url …`.',
];
