/** Optional members of a connector that a protocol can be generated with; its contract is red until they work. */
const CAPABILITIES = ['cancel', 'callbacks', 'banks', 'settlements'];

/**
 * Reads `--capabilities=callbacks,cancel`.
 *
 * @returns each once, in the order of the contract
 * @throws Error that says which names there are
 */
export function capabilitiesIn(text) {
  const wanted = text.split(',').map((one) => one.trim());
  const named = wanted.filter((one) => one !== '');
  const unknown = named.filter((one) => !CAPABILITIES.includes(one));
  if (unknown.length > 0) {
    throw new Error(
      `--capabilities: there is no ${unknown.join(', ')}; it must be some of ${CAPABILITIES.join(', ')}, with commas`,
    );
  }
  return CAPABILITIES.filter((one) => named.includes(one));
}
