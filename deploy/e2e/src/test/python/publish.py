"""Publishes texts: publish.py EXCHANGE ROUTING_KEY HEADERS_AS_JSON TEXT...

With the calls of RabbitMQ's tutorials; an empty exchange is the default one. Confirmed, as in the last of them.
"""

import json
import os
import sys

import pika

exchange, routing_key, headers = sys.argv[1:4]
connection = pika.BlockingConnection(pika.URLParameters(os.environ["AMQP_URL"]))
channel = connection.channel()
channel.confirm_delivery()
for text in sys.argv[4:]:
    channel.basic_publish(
        exchange=exchange,
        routing_key=routing_key,
        body=text,
        properties=pika.BasicProperties(
            delivery_mode=2, headers=json.loads(headers)
        ),
        mandatory=True,
    )
connection.close()
