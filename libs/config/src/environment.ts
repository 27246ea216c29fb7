export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The variables this process was started with. Nothing else reads `process.env`: main reads them once
 * and hands checked values on.
 */
export function environment(): Environment {
  return Object.freeze({ ...process.env });
}
