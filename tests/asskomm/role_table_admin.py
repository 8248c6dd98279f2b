"""What everyone gets in Django's admin: the kinds of pages, who may open them, and which model is of which kind."""

# Django's admin: for each kind of model, what the five roles of the office get; coaches find nothing. Changing is tried
# on a row that does not exist: "refused" says that there is none to anyone who may look, 403 keeps the door shut.
ADMIN_PAGES = """
kind       page       method responsible substitute colleague head    admin
register   changelist GET    200         200        200       200     200
register   add        GET    403         403        403       403     200
register   change     GET    refused     refused    refused   refused refused
register   change     POST   403         403        403       403     refused
register   delete     POST   403         403        403       403     403
register   history    GET    refused     refused    refused   refused refused
topics     changelist GET    200         200        200       200     200
topics     add        GET    403         403        403       200     200
topics     change     GET    refused     refused    refused   refused refused
topics     change     POST   403         403        403       refused refused
topics     delete     POST   403         403        403       403     403
topics     history    GET    refused     refused    refused   refused refused
holders    changelist GET    200         200        200       200     200
holders    add        GET    403         403        403       403     200
holders    change     GET    refused     refused    refused   refused refused
holders    change     POST   refused     refused    refused   refused refused
holders    delete     POST   403         403        403       403     403
holders    history    GET    refused     refused    refused   refused refused
kept       changelist GET    403         403        403       403     200
kept       add        GET    403         403        403       403     200
kept       change     GET    403         403        403       403     refused
kept       change     POST   403         403        403       403     refused
kept       delete     POST   403         403        403       403     403
kept       history    GET    refused     refused    refused   refused refused
seen       changelist GET    403         403        403       403     200
seen       add        GET    403         403        403       403     403
seen       change     GET    403         403        403       403     refused
seen       change     POST   403         403        403       403     403
seen       delete     POST   403         403        403       403     403
seen       history    GET    refused     refused    refused   refused refused
"""

# What else the admin has, read by everyone; it needs a complete row for every address that belongs to no model.
ADMIN_FRONT = """
name                      responsible substitute colleague head admin
index                     200         200        200       200  200
login                     302         302        302       302  302
logout                    405         405        405       405  405
password_change           302         302        302       302  302
password_change_done      200         200        200       200  200
autocomplete              403         403        403       403  403
jsi18n                    200         200        200       200  200
app_list                  200         200        200       200  200
auth_user_password_change 403         403        403       403  404
"""

ADMIN_MODELS = {
    "communes.district": "register",
    "communes.association": "register",
    "communes.commune": "register",
    "communes.responsibility": "register",
    "communes.topic": "topics",
    "communes.officeholder": "holders",
    "communes.milestone": "seen",
    "communes.contact": "seen",
    "communes.task": "seen",
    "communes.attachment": "seen",
    "agreements.agreementtemplate": "kept",
    "agreements.templateversion": "seen",
    "agreements.preagreement": "seen",
    "agreements.documentversion": "seen",
    "agreements.signature": "seen",
    "agreements.invitation": "seen",
    "agreements.changenotice": "seen",
    "coaching.coach": "kept",
    "coaching.engagement": "seen",
    "staff.user": "kept",
    "staff.substitution": "seen",
}
