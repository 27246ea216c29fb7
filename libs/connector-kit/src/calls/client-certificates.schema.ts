import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import { jsonFile } from '@cauce/config';
import { z } from 'zod';

/** What we prove to a provider who we are with: texts in PEM. */
export interface ClientCertificate {
  /** Our certificate, with those between it and its authority. */
  readonly cert: string;
  readonly key: string;
  /** Who signed the provider's certificate, where that is no public authority; it alone is trusted then. */
  readonly ca?: string;
}

const entry = z.strictObject({
  certificateFile: z.string().min(1),
  keyFile: z.string().min(1),
  authorityFile: z.string().min(1).optional(),
});

const protocolName = z.string().regex(/^[a-z][a-z0-9_]*$/, 'must be a protocol');

/** A variable that names a JSON file of certificates by protocol; that file and those it names are read at once. */
export const clientCertificatesFile = jsonFile(z.record(protocolName, entry)).transform(
  (entries, context) => {
    const certificates = new Map<string, ClientCertificate>();
    for (const [protocol, files] of Object.entries(entries)) {
      try {
        certificates.set(protocol, certificateOf(files));
      } catch (error) {
        const message = problemOf(protocol, error);
        context.issues.push({ code: 'custom', message, input: protocol });
      }
    }
    return certificates as ReadonlyMap<string, ClientCertificate>;
  },
);

/** @throws Error for a file that cannot be read, text that is no PEM, or a key of another certificate */
function certificateOf(files: z.output<typeof entry>): ClientCertificate {
  const { certificateFile, keyFile, authorityFile } = files;
  const certificate = {
    cert: readFileSync(certificateFile, 'utf8'),
    key: readFileSync(keyFile, 'utf8'),
    ...(authorityFile !== undefined && { ca: readFileSync(authorityFile, 'utf8') }),
  };
  createSecureContext(certificate);
  return certificate;
}

function problemOf(protocol: string, error: unknown): string {
  return `the certificate of ${protocol} cannot be used: ${error instanceof Error ? error.message : 'failed'}`;
}
