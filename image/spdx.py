#!/usr/bin/env python3
"""Lists all packages of a root as SPDX 2.3 (JSON): names, versions, sources, licences as Debian's copyright files say.

usage: spdx.py ROOT.tar --name NAME --created SECONDS     writes to standard output
A licence that has no SPDX identifier is a LicenseRef with Debian's own name; what a copyright file does not say in
machine-readable form is told by the common licences that it refers to, else NOASSERTION.
"""
import argparse
import datetime
import hashlib
import json
import re
import sys
import tarfile

IDENTIFIERS = {
    "apache-2": "Apache-2.0", "apache-2.0": "Apache-2.0", "artistic": "Artistic-1.0-Perl", "artistic-2.0": "Artistic-2.0",
    "bsd-2-clause": "BSD-2-Clause", "bsd-3-clause": "BSD-3-Clause", "bsd-4-clause": "BSD-4-Clause", "bsl-1": "BSL-1.0",
    "boost-1.0": "BSL-1.0", "cc0": "CC0-1.0", "cc0-1.0": "CC0-1.0", "curl": "curl", "expat": "MIT", "mit": "MIT",
    "ftl": "FTL", "isc": "ISC", "libpng": "Libpng", "mit/x11": "MIT", "mpl-1.1": "MPL-1.1", "mpl-2.0": "MPL-2.0",
    "ofl-1.1": "OFL-1.1", "sil-1.1": "OFL-1.1", "openssl": "OpenSSL", "unlicense": "Unlicense", "x11": "X11", "zlib": "Zlib",
}
IDENTIFIERS.update({f"{name}-{number}{plus}": f"{name.upper()}-{full}-{'or-later' if plus else 'only'}"
                    for name in ("gpl", "lgpl", "agpl", "gfdl")
                    for number, full in (("1", "1.0"), ("2", "2.0"), ("2.0", "2.0"), ("2.1", "2.1"), ("3", "3.0"),
                                         ("3.0", "3.0"), ("1.1", "1.1"), ("1.2", "1.2"), ("1.3", "1.3"))
                    for plus in ("", "+")})
COMMON = re.compile(r"/usr/share/common-licenses/([A-Za-z]+-?[0-9.]*[0-9]|Artistic|BSD)")
# What older copyright files quote instead of naming it.
WORDING = [("MIT", ["Permission is hereby granted, free of charge"]),
           ("BSD-3-Clause", ["Redistribution and use in source and binary forms", "may be used to endorse"]),
           ("Zlib", ["This software is provided 'as-is'", "freely, subject to the following restrictions"]),
           ("HPND", ["Permission to use, copy, modify, distribute", "without fee"]),
           ("ISC", ["Permission to use, copy, modify, and/or distribute this software for any purpose"]),
           ("LicenseRef-public-domain", ["public domain"])]


def identifier(name, others):
    known = IDENTIFIERS.get(name.lower().rstrip("."))
    if known:
        return known
    reference = "LicenseRef-debian-" + re.sub(r"[^A-Za-z0-9.-]+", "-", name).strip("-")
    others[reference] = name
    return reference


def licences_of(text, others):
    """An expression: all licences that occur; "a or b" within one stays a choice."""
    if not text:
        return "NOASSERTION"
    found = set()
    if re.match(r"format:.*copyright-format", text, re.I):
        for value in re.findall(r"^License:[ \t]*(\S[^\n]*)", text, re.M):
            value = re.sub(r"\s+with\s+.*?(?=\s+(?:and|or)\s+|$)", "", value.replace(",", " "), flags=re.I)
            choices = [p for p in re.split(r"\s+(?:or|\|)\s+", value, flags=re.I) if p.strip()]
            alternatives = []
            for choice in choices:
                parts = [identifier(part.strip(), others) for part in re.split(r"\s+and\s+|/(?=[A-Z])", choice) if part.strip()]
                alternatives.append(" AND ".join(parts) if len(parts) < 2 or len(choices) == 1 else f"({' AND '.join(parts)})")
            if alternatives:
                found.add(alternatives[0] if len(alternatives) == 1 else f"({' OR '.join(alternatives)})")
    else:
        found = {identifier(name, others) for name in COMMON.findall(text)}
        flat = " ".join(text.split())
        found |= {known for known, words in WORDING if all(word in flat for word in words)}
    return " AND ".join(sorted(found)) if found else "NOASSERTION"


def read_root(path):
    """The package database and the copyright files (some are links to another package's)."""
    status, texts, links = "", {}, {}
    with tarfile.open(path) as tar:
        for entry in tar:
            name = entry.name.removeprefix("./")
            if name == "var/lib/dpkg/status":
                status = tar.extractfile(entry).read().decode()
            found = re.fullmatch(r"usr/share/doc/([^/]+)(?:/copyright)?", name)
            if found and entry.issym():
                links[found.group(1)] = entry.linkname.rstrip("/").removesuffix("/copyright").split("/")[-1]
            elif found and entry.isfile():
                texts[found.group(1)] = tar.extractfile(entry).read().decode(errors="replace")
    for package, other in links.items():
        texts.setdefault(package, texts.get(other, ""))
    return status, texts


def package_of(fields, texts, others):
    name, version, architecture = fields["Package"], fields["Version"], fields["Architecture"]
    source = fields.get("Source", name).split()[0]
    return {
        "SPDXID": "SPDXRef-" + re.sub(r"[^A-Za-z0-9.-]", "-", f"{name}-{architecture}"),
        "name": name,
        "versionInfo": version,
        "supplier": "Person: " + fields.get("Maintainer", "unknown"),
        "sourceInfo": f"built from source package {source}",
        "downloadLocation": "NOASSERTION",
        "filesAnalyzed": False,
        "licenseConcluded": "NOASSERTION",
        "licenseDeclared": licences_of(texts.get(name, ""), others),
        "copyrightText": "NOASSERTION",
        "externalRefs": [{"referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl",
                          "referenceLocator": f"pkg:deb/debian/{name}@{version.replace('+', '%2B').replace(':', '%3A')}?arch={architecture}"}],
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("root", help="the root as a tar file")
    parser.add_argument("--name", required=True)
    parser.add_argument("--created", type=int, required=True, help="seconds since 1970")
    line = parser.parse_args()
    status, texts = read_root(line.root)
    others, packages = {"LicenseRef-public-domain": "public domain"}, []
    database = [dict(re.findall(r"^([A-Za-z-]+):[ \t]*(.*)$", paragraph, re.M)) for paragraph in status.split("\n\n")]
    installed = [fields for fields in database if fields.get("Status", "").endswith(" installed")]
    source_of = {fields["Package"]: fields.get("Source", fields["Package"]).split()[0] for fields in installed}
    of_source = {source: texts[package] for package, source in source_of.items() if texts.get(package)}
    for package, source in source_of.items():  # one file for all packages of a source
        if not texts.get(package):
            texts[package] = of_source.get(source, "")
    for fields in installed:
        packages.append(package_of(fields, texts, others))
    if not packages:
        sys.exit(f"spdx.py: {line.root} holds no installed packages: is it the root that build.sh makes?")
    packages.sort(key=lambda package: package["SPDXID"])
    digest = hashlib.sha256(json.dumps(packages).encode()).hexdigest()
    json.dump({
        "spdxVersion": "SPDX-2.3", "dataLicense": "CC0-1.0", "SPDXID": "SPDXRef-DOCUMENT", "name": line.name,
        "documentNamespace": f"urn:gatecast:image:{digest}",
        "creationInfo": {"created": datetime.datetime.fromtimestamp(line.created, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
                         "creators": ["Tool: gatecast-image"]},
        "packages": packages,
        "hasExtractedLicensingInfos": [{"licenseId": reference, "name": name,
                                        "extractedText": f'"{name}": the text stands in the package\'s own /usr/share/doc/*/copyright'}
                                       for reference, name in sorted(others.items())],
        "relationships": [{"spdxElementId": "SPDXRef-DOCUMENT", "relationshipType": "DESCRIBES", "relatedSpdxElement": package["SPDXID"]}
                          for package in packages],
    }, sys.stdout, indent=1)
    print()


if __name__ == "__main__":
    main()
