/** The protocols that are pretended here; each has its paths under `/<protocol>/`. */
export const PROTOCOLS = ['epayco', 'mercadopago', 'payvalida', 'payu', 'pse_avanza'] as const;

export type Protocol = (typeof PROTOCOLS)[number];
