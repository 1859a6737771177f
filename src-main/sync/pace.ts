/** How fast the sync goes: every time in milliseconds, every size of a page. */

/** A whole answer must be here by then. */
export const REQUEST_TIMEOUT = 10_000;

/** A download may be silent for so long. */
export const DOWNLOAD_SILENCE = 10_000;

/** The push channel beats every 15 s; after so long a silence it is broken. */
export const NEWS_SILENCE = 40_000;

/** A push channel that lasted so long was no failed attempt: the next one follows at once. */
export const NEWS_LASTED = 15_000;

/** After so long without a byte from the registry its pulse is taken: swallowed packets show within twice this time. */
export const PULSE_EVERY = 5_000;
export const PULSE_TIMEOUT = 5_000;

/** How often the feeds are read while the push channel is open, and while it is not. */
export const POLL_WITH_NEWS = 300_000;
export const POLL_WITHOUT_NEWS = 30_000;

/** What waits is looked for this often, should a poke have been lost. */
export const LOOK_EVERY = 30_000;

export const STATUS_EVERY = 180_000;

export const FIRST_BACKOFF = 1_000;
export const LONGEST_BACKOFF = 30_000;

/** Changes in one page of a feed: about 1 MB at most. */
export const PAGE_SIZE = 1_000;
export const CARD_PAGE_SIZE = 5_000;
