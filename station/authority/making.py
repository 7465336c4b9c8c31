"""Makes the root and the server's certificate; the one module that loads `cryptography`.

Must not read a clock: the days come in, and a day that is not sure never comes in.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

ROOT_BEGINS = datetime(2026, 1, 1, tzinfo=UTC)
ROOT_ENDS = datetime(2046, 1, 1, tzinfo=UTC)
"""Both fixed: a root that was made under a wrong clock would be useless for years."""
LEAF_DAYS = 800
"""Apple refuses more than 825 for a root that a person installed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A certificate and its key, both as PEM."""

    certificate: bytes
    key: bytes


def make_root(hub: str, names: Sequence[str], networks: Sequence[ipaddress.IPv4Network]) -> Pair:
    """Make a root that can certify these names and networks, and nothing else in the world."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"Hangar - {hub}"[:64])])
    permitted: list[x509.GeneralName] = [x509.DNSName(name) for name in names]
    permitted += [x509.IPAddress(network) for network in networks]
    if not networks:
        # Without this an address would not be constrained at all: RFC 5280 constrains by kind.
        permitted.append(x509.IPAddress(ipaddress.IPv4Network("0.0.0.0/32")))
    builder = (
        _begun(subject, subject, key.public_key(), ROOT_BEGINS, ROOT_ENDS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(root=True), critical=True)
        .add_extension(x509.NameConstraints(permitted, _no_ipv6()), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    return Pair(certificate=_pem(builder.sign(key, hashes.SHA256())), key=_key_pem(key))


def _no_ipv6() -> list[x509.GeneralName]:
    return [x509.IPAddress(ipaddress.IPv6Network("::/0"))]


def make_leaf(
    root: Pair, names: Sequence[str], addresses: Sequence[ipaddress.IPv4Address], day: datetime
) -> Pair:
    """Make the server's certificate, good from `day` on for 800 days."""
    issuer = x509.load_pem_x509_certificate(root.certificate)
    signer = serialization.load_pem_private_key(root.key, None)
    assert isinstance(signer, ec.EllipticCurvePrivateKey)
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, names[0])])
    known: list[x509.GeneralName] = [x509.DNSName(name) for name in names]
    known += [x509.IPAddress(address) for address in addresses]
    authority = issuer.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    builder = (
        _begun(subject, issuer.subject, key.public_key(), day, day + timedelta(days=LEAF_DAYS))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(root=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName(known), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(authority),
            critical=False,
        )
    )
    return Pair(certificate=_pem(builder.sign(signer, hashes.SHA256())), key=_key_pem(key))


def _begun(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePublicKey,
    begins: datetime,
    ends: datetime,
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(ends)
    )


def _usage(*, root: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not root,
        key_cert_sign=root,
        crl_sign=root,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def _key_pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a certificate says: from when to when, for which names and addresses."""

    begins: datetime
    ends: datetime
    names: tuple[str, ...]
    addresses: tuple[ipaddress.IPv4Address, ...]
    sha256: str
    der: bytes


def look(pem: bytes) -> Seen:
    """Read a certificate; raise ValueError for anything else."""
    found = x509.load_pem_x509_certificate(pem)
    try:
        known = found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        known = x509.SubjectAlternativeName([])
    addresses = known.get_values_for_type(x509.IPAddress)
    return Seen(
        begins=found.not_valid_before_utc,
        ends=found.not_valid_after_utc,
        names=tuple(known.get_values_for_type(x509.DNSName)),
        addresses=tuple(each for each in addresses if isinstance(each, ipaddress.IPv4Address)),
        sha256=found.fingerprint(hashes.SHA256()).hex(":").upper(),
        der=found.public_bytes(serialization.Encoding.DER),
    )


def permitted_networks(pem: bytes) -> tuple[ipaddress.IPv4Network, ...]:
    """Return the networks a root may certify addresses of."""
    found = x509.load_pem_x509_certificate(pem)
    constraints = found.extensions.get_extension_for_class(x509.NameConstraints).value
    values = (each.value for each in constraints.permitted_subtrees or ())
    return tuple(each for each in values if isinstance(each, ipaddress.IPv4Network))


def permitted_names(pem: bytes) -> tuple[str, ...]:
    """Return the names a root may certify."""
    found = x509.load_pem_x509_certificate(pem)
    constraints = found.extensions.get_extension_for_class(x509.NameConstraints).value
    subtrees = constraints.permitted_subtrees or ()
    return tuple(each.value for each in subtrees if isinstance(each, x509.DNSName))
