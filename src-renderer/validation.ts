/** The page's security policy forbids code made at run time, so zod must not try; imported before any schema is. */
import { config } from 'zod';

config({ jitless: true });
