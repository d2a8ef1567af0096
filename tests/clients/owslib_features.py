#!/usr/bin/python3
"""owslib (Debian: python3-owslib) reads a running server by OGC API Features.

    node tests/end_to_end/support/with_server.mjs tests/clients/owslib_features.py

Ends with status 1 at the first thing that is not as it must be. Not a part of ./test: it brings a Python of its own.
"""
import os

from owslib.ogcapi.features import Features

server = os.environ['MACHIZU_URL'].rstrip('/')
features = Features(server + '/api')

assert any(link['rel'] == 'service-desc' for link in features.links)
assert 'http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/filter' in features.conformance()['conformsTo']
assert features.api()['openapi'].startswith('3.0')

for name in features.feature_collections():
    collection = features.collection(name)
    count = collection['machizu']['count']
    properties = features.collection_queryables(name)['properties']
    assert set(field['name'] for field in collection['machizu']['fields']) <= set(properties), name
    page = features.collection_items(name, limit=3)
    assert page['numberMatched'] == count and page['numberReturned'] == min(3, count), name
    if page['features']:
        one = features.collection_item(name, page['features'][0]['id'])
        assert one['properties'] == page['features'][0]['properties'], name
    assert features.collection_items(name, filter='feature_id IS NULL', limit=1)['numberMatched'] == 0, name
    print(f'{name}: {count} features, {len(properties)} queryables')

by_text = features.collection_items('sewer-pipes', filter='diameter >= 300', limit=1)
by_json = features.collection_items('sewer-pipes', limit=1, **{
    'filter': '{"op":">=","args":[{"property":"diameter"},300]}', 'filter-lang': 'cql2-json'})
assert 0 < by_text['numberMatched'] == by_json['numberMatched']
west, south, east, north = features.collection('polling-places')['extent']['spatial']['bbox'][0]
assert features.collection_items('polling-places', bbox=[west, south, east, north], limit=1)['numberMatched'] > 0
print('owslib: all as it must be')
