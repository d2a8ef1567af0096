#!/usr/bin/python3
"""QGIS (Debian: python3-qgis) reads a running server: features by OGC API Features, and vector tiles.

    QT_QPA_PLATFORM=offscreen node tests/end_to_end/support/with_server.mjs tests/clients/qgis_features.py

Ends with status 1 at the first thing that is not as it must be. Not a part of ./test: it brings much software.
"""
import json
import os
import urllib.request

from qgis.core import (NULL, Qgis, QgsApplication, QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsCoordinateTransformContext,
                       QgsDataSourceUri, QgsFeatureRequest, QgsMapRendererParallelJob, QgsMapSettings, QgsRectangle, QgsVectorLayer,
                       QgsVectorTileLayer)
from qgis.PyQt.QtCore import QSize, QVariant

server = os.environ['MACHIZU_URL'].rstrip('/')
QgsApplication.setPrefixPath('/usr', True)
application = QgsApplication([], False)
application.initQgis()
messages = []
QgsApplication.messageLog().messageReceived.connect(lambda text, tag, level: messages.append(f'{tag}: {text}'))


def answer(path):
    with urllib.request.urlopen(server + path) as response:
        return json.load(response)


def layer(name, filter=None, area=False):
    """One collection as QGIS opens it; with `area`, it asks for no more than the map shows."""
    uri = QgsDataSourceUri()
    uri.setParam('url', server + '/api')
    uri.setParam('typename', name)
    uri.setParam('restrictToRequestBBOX', '1' if area else '0')
    opened = QgsVectorLayer(uri.uri(False), name, 'OAPIF')
    assert opened.isValid(), (name, opened.error().message(), messages)
    if filter:
        assert opened.setSubsetString(filter), (name, filter, opened.error().message(), messages)
    return opened


for collection in answer('/api/collections')['collections']:
    name, count = collection['id'], collection['machizu']['count']
    if collection.get('itemType') != 'feature' or count > 3000: # QGIS asks for 100 at a time
        print(f'{name}: {count} features, not read')
        continue
    opened = layer(name)
    features = list(opened.getFeatures())
    assert len(features) == count, (name, len(features), count, messages)
    fields = {field.name() for field in opened.fields()}
    assert {field['name'] for field in collection['machizu']['fields']} <= fields, (name, fields)
    # What it read is what the server holds: of every field, as many values and as large.
    held = answer(f'/api/collections/{name}/items?limit={count}')['features']
    for field in collection['machizu']['fields']:
        wanted = [f['properties'][field['name']] for f in held]
        read = [f[field['name']] for f in features]
        assert sum(v is None for v in wanted) == sum(v == NULL for v in read), (name, field)
        if field['type'] in ('integer', 'number'):
            assert abs(sum(v for v in wanted if v is not None) - sum(v for v in read if v != NULL)) < 1e-6, (name, field)
        elif opened.fields().field(field['name']).type() == QVariant.String: # it takes 9:00 for a time
            assert sorted(str(v) for v in wanted if v is not None) == sorted(str(v) for v in read if v != NULL), (name, field)
    assert sum(f['geometry'] is not None for f in held) == sum(f.hasGeometry() for f in features), name
    print(f'{name}: {count} features, {len(fields)} fields')

# A map that shows a part asks for that part only.
west, south, east, north = answer('/api/collections/polling-places')['extent']['spatial']['bbox'][0]
part = [west, south, (west + east) / 2, (south + north) / 2]
inside = answer('/api/collections/polling-places/items?limit=1&bbox=' + ','.join(map(str, part)))['numberMatched']
opened = layer('polling-places', area=True)
assert len(list(opened.getFeatures(QgsFeatureRequest(QgsRectangle(*part))))) == inside > 0

# A filter in QGIS's own words leaves what CQL2 leaves; newer versions hand it to the server.
wanted = answer('/api/collections/sewer-pipes/items?limit=1&filter=diameter%20%3E=%20300')['numberMatched']
opened = layer('sewer-pipes', filter='"diameter" >= 300')
assert len(list(opened.getFeatures())) == wanted > 0

# Vector tiles, drawn.
tilejson = answer('/tiles/sewer-pipes.json')
template = tilejson['tiles'][0]
tiles = QgsVectorTileLayer(f"type=xyz&url={template}&zmin={tilejson['minzoom']}&zmax={tilejson['maxzoom']}", 'tiles')
assert tiles.isValid(), (template, messages)
settings = QgsMapSettings()
settings.setLayers([tiles])
settings.setDestinationCrs(QgsCoordinateReferenceSystem('EPSG:3857'))
west, south, east, north = tilejson['bounds']
to_map = QgsCoordinateTransform(QgsCoordinateReferenceSystem('EPSG:4326'), settings.destinationCrs(), QgsCoordinateTransformContext())
settings.setExtent(to_map.transformBoundingBox(QgsRectangle(west, south, east, north)))
settings.setOutputSize(QSize(512, 512))
job = QgsMapRendererParallelJob(settings)
job.start()
job.waitForFinished()
picture = job.renderedImage()
drawn = sum(picture.pixelColor(x, y) != settings.backgroundColor() for x in range(0, 512, 2) for y in range(0, 512, 2))
assert drawn > 100, drawn
print(f'vector tiles: {drawn} of 65536 pixels looked at are drawn')
print(f'QGIS {Qgis.QGIS_VERSION}: all as it must be')
