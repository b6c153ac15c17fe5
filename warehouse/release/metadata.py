"""Describes a release in the forms that catalogues read: Data Package, Croissant, schema.org, CITATION.cff; all from `schemas`.

Addresses inside the files are relative to the release, so that they hold wherever it is published.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import polars as pl

from schemas import dataset
from schemas.model import Column, ColumnType, Table
from schemas.tables import SCHEMA_VERSION, TABLE_BY_NAME, TABLES
from schemas.vocabulary import KIND_MEANINGS
from warehouse.release.summary import Draft

PAGE = "README.md"
MEDIA_TYPES = {
    "csv": "text/csv",
    "parquet": "application/vnd.apache.parquet",
    "duckdb": "application/vnd.duckdb",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
CROISSANT_TYPES: dict[ColumnType, str] = {
    "string": "sc:Text",
    "integer": "sc:Integer",
    "number": "sc:Float",
    "boolean": "sc:Boolean",
    "date": "sc:Date",
}
CROISSANT_CONTEXT = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "description": {"@container": "@language"},
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "fileProperty": "cr:fileProperty",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "name": {"@container": "@language"},
    "parentField": "cr:parentField",
    "path": "cr:path",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}


def metadata_files(draft: Draft) -> dict[str, bytes]:
    """datapackage.json, croissant.json, schema.org JSON-LD (dataset.jsonld) and CITATION.cff of `draft`."""
    return {
        "datapackage.json": _json(data_package(draft)),
        "croissant.json": _json(croissant(draft)),
        "dataset.jsonld": _json(schema_org(draft)),
        "CITATION.cff": citation_cff(draft).encode(),
    }


def data_package(draft: Draft) -> dict[str, Any]:
    """Data Package v2: a resource per table and form, with schema, keys and checksum; every captured source as provenance."""
    resources = [_resource(table, "csv", draft) for table in TABLES] + [
        _resource(table, "parquet", draft) for table in TABLES
    ]
    others = [file for file in draft.files if file.path.rpartition(".")[2] in ("duckdb", "xlsx")]
    resources += [
        {
            "name": file.path.replace(".", "-"),
            "path": file.path,
            "format": file.path.rpartition(".")[2],
            "mediatype": _media_type(file.path),
            "hash": f"sha256:{file.sha256}",
            "licenses": _licenses(),
        }
        for file in others
    ]
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": dataset.NAME,
        "title": dataset.TITLE,
        "description": f"{dataset.DESCRIPTION} {dataset.HONESTY}",
        "version": draft.version,
        "schema_version": SCHEMA_VERSION,
        "created": f"{draft.as_of.isoformat()}T00:00:00Z",
        "keywords": list(dataset.KEYWORDS),
        "licenses": _licenses(),
        "contributors": [{"title": dataset.CREATOR, "roles": ["creator"]}],
        "sources": [{"title": source_id, "path": url} for source_id, url in _read_sources(draft)],
        "resources": resources,
    }


def croissant(draft: Draft) -> dict[str, Any]:
    """Croissant 1.1: every file with its checksum, a record set per table read from its CSV file."""
    return {
        "@context": CROISSANT_CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.1",
        "name": dataset.NAME,
        "description": f"{dataset.DESCRIPTION} {dataset.HONESTY}",
        "license": dataset.LICENSE_URL,
        "url": PAGE,
        "creator": {"@type": "sc:Organization", "name": dataset.CREATOR},
        "datePublished": draft.as_of.isoformat(),
        "version": draft.version,
        "citeAs": dataset.citation(draft.version, draft.as_of.year),
        "keywords": list(dataset.KEYWORDS),
        "isLiveDataset": True,
        "distribution": [
            {
                "@type": "cr:FileObject",
                "@id": file.path,
                "name": file.path,
                "contentUrl": file.path,
                "contentSize": f"{file.bytes} B",
                "encodingFormat": _media_type(file.path),
                "sha256": file.sha256,
            }
            for file in draft.files
        ],
        "recordSet": [_record_set(table) for table in TABLES],
    }


def schema_org(draft: Draft) -> dict[str, Any]:
    """schema.org/Dataset as JSON-LD, for the head of the page and for search engines."""
    years = draft.tables["recognitions"]["year"].sort()
    description: dict[str, Any] = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "name": dataset.TITLE,
        "alternateName": dataset.NAME,
        "description": f"{dataset.DESCRIPTION} {dataset.HONESTY}",
        "version": draft.version,
        "datePublished": draft.as_of.isoformat(),
        "license": dataset.LICENSE_URL,
        "isAccessibleForFree": True,
        "keywords": list(dataset.KEYWORDS),
        "creator": {"@type": "Organization", "name": dataset.CREATOR},
        "citation": dataset.citation(draft.version, draft.as_of.year),
        "variableMeasured": [
            {"@type": "PropertyValue", "name": column.name, "description": column.meaning}
            for column in TABLE_BY_NAME["recognitions"].columns
        ],
        "distribution": [
            {
                "@type": "DataDownload",
                "name": file.path,
                "contentUrl": file.path,
                "encodingFormat": _media_type(file.path),
                "contentSize": f"{file.bytes} B",
                "sha256": file.sha256,
            }
            for file in draft.files
        ],
    }
    if years.len():
        description["temporalCoverage"] = f"{years[0]}/{years[-1]}"
    return description


def citation_cff(draft: Draft) -> str:
    """CITATION.cff 1.2.0 of the release; a JSON text is YAML, so quoting follows JSON's rules."""
    fields = {
        "cff-version": "1.2.0",
        "message": "Please cite this dataset, and the source page of a row where the row matters.",
        "type": "dataset",
        "title": dataset.TITLE,
        "abstract": dataset.DESCRIPTION,
        "version": draft.version,
        "date-released": draft.as_of.isoformat(),
        "license": dataset.LICENSE_ID,
        "keywords": list(dataset.KEYWORDS),
        "authors": [{"name": dataset.CREATOR}],
    }
    return "".join(f"{name}: {json.dumps(value, ensure_ascii=False)}\n" for name, value in fields.items())


def _resource(table: Table, form: str, draft: Draft) -> dict[str, Any]:
    path = f"{form}/{table.name}.{form}"
    file = next((file for file in draft.files if file.path == path), None)
    resource: dict[str, Any] = {
        "name": table.name if form == "csv" else f"{table.name}-{form}",
        "type": "table",
        "path": path,
        "title": table.name,
        "description": table.meaning,
        "format": form,
        "mediatype": MEDIA_TYPES[form],
        "licenses": _licenses(),
    }
    if file:
        resource["hash"] = f"sha256:{file.sha256}"
        resource["rows"] = file.rows
    if form == "csv":
        resource |= {"encoding": "utf-8", "schema": _table_schema(table)}
        # With `bytes`, frictionless 5.21 refuses the Parquet resources; the hash says as much.
        resource |= {"bytes": file.bytes} if file else {}
    else:
        # Types are in the Parquet file itself; frictionless 5.21 reads it through pandas, where a missing integer is a float.
        fields = [{"name": column.name, "type": "any", "description": column.meaning} for column in table.columns]
        resource["schema"] = {"fields": fields, "primaryKey": list(table.primary_key)}
    return resource


def _table_schema(table: Table) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [_field(column) for column in table.columns],
        "missingValues": [""],
        "primaryKey": list(table.primary_key),
        "uniqueKeys": [list(table.primary_key), *(list(columns) for columns in table.unique)],
    }
    references = [column for column in table.columns if column.references]
    if references:
        schema["foreignKeys"] = [
            {
                "fields": [column.name],
                "reference": {"resource": column.references[0], "fields": [column.references[1]]},
            }
            for column in references
            if column.references
        ]
    return schema


def _field(column: Column) -> dict[str, Any]:
    constraints: dict[str, Any] = {}
    if not column.nullable:
        constraints["required"] = True
    if column.allowed and not column.list:
        constraints["enum"] = [str(word) for word in column.allowed]
    if column.cell_pattern:
        constraints["pattern"] = column.cell_pattern
    if column.minimum is not None:
        constraints["minimum"] = column.minimum
    if column.maximum is not None:
        constraints["maximum"] = column.maximum
    field: dict[str, Any] = {"name": column.name, "type": column.type, "description": column.meaning}
    if column.name == "kind" and column.allowed and set(column.allowed) == set(KIND_MEANINGS):
        field["categories"] = [{"value": kind.value, "label": meaning} for kind, meaning in KIND_MEANINGS.items()]
    elif column.allowed and not column.list:
        field["categories"] = [str(word) for word in column.allowed]
    return field | ({"constraints": constraints} if constraints else {})


def _record_set(table: Table) -> dict[str, Any]:
    file = f"csv/{table.name}.csv"
    return {
        "@type": "cr:RecordSet",
        "@id": table.name,
        "name": table.name,
        "description": table.meaning,
        "key": [{"@id": f"{table.name}/{name}"} for name in table.primary_key],
        "field": [
            {
                "@type": "cr:Field",
                "@id": f"{table.name}/{column.name}",
                "name": column.name,
                "description": column.meaning,
                "dataType": CROISSANT_TYPES[column.type],
                "source": {"fileObject": {"@id": file}, "extract": {"column": column.name}},
                **(
                    {"references": {"field": {"@id": f"{column.references[0]}/{column.references[1]}"}}}
                    if column.references
                    else {}
                ),
            }
            for column in table.columns
        ],
    }


def _licenses() -> list[dict[str, str]]:
    return [{"name": dataset.LICENSE_ID, "title": dataset.LICENSE_TITLE, "path": dataset.LICENSE_URL}]


def _media_type(path: str) -> str:
    return MEDIA_TYPES.get(path.rpartition(".")[2], "application/octet-stream")


def _read_sources(draft: Draft) -> Iterable[tuple[str, str]]:
    sources = draft.tables["sources"].filter(pl.col("origin") != "declared")
    return sources.select("source_id", "url").sort("source_id").iter_rows()


def _json(content: dict[str, Any]) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()
