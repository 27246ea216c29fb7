/** The protocols that are pretended here; each has its paths under `/<protocol>/`. */
export const PROTOCOLS = ['epayco', 'mercadopago', 'payvalida'] as const;

export type Protocol = (typeof PROTOCOLS)[number];
