/** Every record of the standard has this length; one byte is one character. */
export const RECORD_BYTES = 162;

/** Lines padded to 256 bytes have been seen; what is far beyond is not this format. Bounds memory. */
export const MAX_LINE_BYTES = 1_024;

/** Ten times the largest file that a collection day of one biller is expected to have. Bounds work. */
export const MAX_LINES = 1_000_000;

/** After so many problems a file is not worth reading on; a person needs the first ones. */
export const MAX_PROBLEMS = 100;

/** Warnings repeat on every line of a sloppy file: the first ones are kept and the rest is counted. */
export const MAX_WARNINGS = 100;

/** A value quoted in a problem is cut to this; the longest field that is quoted whole has 48 bytes. */
export const MAX_QUOTED_CHARACTERS = 48;
