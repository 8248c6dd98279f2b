"""What everyone gets at every address: the role matrix. Read by ``test_role_matrix.py``.

The responsible caseworker and the substitute come to their own commune, the colleague of another district to a
foreign one; ``coach`` has a coaching in it, ``outsider`` none. An answer is a status, "login" (please sign in) or
"refused" (back to a page, with the reason). 302 of a POST: done; 303: a page of a signatory says what was refused.
"""

MATRIX = """
name                                 method responsible substitute colleague head    admin   coach   outsider anonymous
start                                GET    200         200        200       200     200     200     200      200
start                                POST   405         405        405       405     405     405     405      405
network                              GET    200         200        200       200     200     200     200      200
network                              POST   405         405        405       405     405     405     405      405
network-answer                       GET    200         200        200       200     200     200     200      200
network-answer                       POST   405         405        405       405     405     405     405      405
commune-names                        GET    200         200        200       200     200     200     200      200
commune-names                        POST   405         405        405       405     405     405     405      405
join                                 GET    200         200        200       200     200     200     200      200
join                                 POST   405         405        405       405     405     405     405      405
imprint                              GET    200         200        200       200     200     200     200      200
imprint                              POST   405         405        405       405     405     405     405      405
privacy                              GET    200         200        200       200     200     200     200      200
privacy                              POST   405         405        405       405     405     405     405      405
accessibility                        GET    200         200        200       200     200     200     200      200
accessibility                        POST   405         405        405       405     405     405     405      405
work                                 GET    200         200        200       200     200     302     302      login
work                                 POST   405         405        405       405     405     405     405      login
team                                 GET    200         200        200       200     200     404     404      login
team                                 POST   405         405        405       405     405     405     405      login
district-handover                    GET    refused     refused    refused   200     200     404     404      login
district-handover                    POST   refused     refused    refused   422     422     404     404      login
commune                              GET    200         200        200       200     200     404     404      login
commune                              POST   405         405        405       405     405     405     405      login
commune-timeline                     GET    200         200        200       200     200     404     404      login
commune-timeline                     POST   405         405        405       405     405     405     405      login
report                               GET    200         200        200       200     200     404     404      login
report                               POST   405         405        405       405     405     405     405      login
definitions                          GET    200         200        200       200     200     404     404      login
definitions                          POST   405         405        405       405     405     405     405      login
definition-publish                   GET    refused     refused    refused   refused 200     404     404      login
definition-publish                   POST   refused     refused    refused   refused 422     404     404      login
report-communes                      GET    200         200        200       200     200     404     404      login
report-communes                      POST   405         405        405       405     405     405     405      login
imports                              GET    refused     refused     refused   refused 200     404      404      login
imports                              POST   refused     refused     refused   refused 422     404      404      login
import-template                      GET    refused     refused     refused   refused 200     404      404      login
import-template                      POST   405         405         405       405     405     405      405      login
import                               GET    refused     refused     refused   refused 200     404      404      login
import                               POST   405         405         405       405     405     405      405      login
import-take-over                     GET    405         405         405       405     405     405      405      login
import-take-over                     POST   refused     refused     refused   refused 422     404      404      login
import-reread                        GET    405         405         405       405     405     405      405      login
import-reread                        POST   refused     refused     refused   refused 302     404      404      login
import-discard                       GET    405         405         405       405     405     405      405      login
import-discard                       POST   refused     refused     refused   refused 302     404      404      login
import-errors                        GET    refused     refused     refused   refused 200     404      404      login
import-errors                        POST   405         405         405       405     405     405      405      login
account_login                        GET    302         302        302       302     302     302     302      200
account_login                        POST   302         302        302       302     302     302     302      200
account_logout                       GET    200         200        200       200     200     200     200      302
account_logout                       POST   302         302        302       302     302     302     302      302
account_reauthenticate               GET    200         200        200       200     200     200     200      login
account_reauthenticate               POST   200         200        200       200     200     200     200      login
account_inactive                     GET    200         200        200       200     200     200     200      200
account_inactive                     POST   405         405        405       405     405     405     405      405
account_change_password              GET    200         200        200       200     200     200     200      login
account_change_password              POST   200         200        200       200     200     200     200      login
account_set_password                 GET    302         302        302       302     302     302     302      login
account_set_password                 POST   302         302        302       302     302     302     302      login
account_reset_password               GET    200         200        200       200     200     200     200      200
account_reset_password               POST   200         200        200       200     200     200     200      200
account_reset_password_done          GET    200         200        200       200     200     200     200      200
account_reset_password_done          POST   405         405        405       405     405     405     405      405
account_reset_password_from_key      GET    200         200        200       200     200     200     200      200
account_reset_password_from_key      POST   200         200        200       200     200     200     200      200
account_reset_password_from_key_done GET    200         200        200       200     200     200     200      200
account_reset_password_from_key_done POST   405         405        405       405     405     405     405      405
account                              GET    200         200        200       200     200     200     200      login
account                              POST   405         405        405       405     405     405     405      login
substitution-add                     GET    200         200        200       200     200     404     404      login
substitution-add                     POST   422         422        422       422     422     404     404      login
substitution-end                     GET    200         refused    refused   200     200     404     404      login
substitution-end                     POST   422         refused    refused   422     422     404     404      login
substitution-take-back               GET    405         405        405       405     405     405     405      login
substitution-take-back               POST   302         refused    refused   302     302     404     404      login
authority-grant                      GET    refused     refused    refused   200     200     404     404      login
authority-grant                      POST   refused     refused    refused   422     422     404     404      login
authority-confirm                    GET    405         405        405       405     405     405     405      login
authority-confirm                    POST   refused     refused    refused   302     302     404     404      login
authority-decline                    GET    405         405        405       405     405     405     405      login
authority-decline                    POST   refused     refused    refused   302     302     404     404      login
authority-end                        GET    refused     refused    refused   200     200     404     404      login
authority-end                        POST   refused     refused    refused   422     422     404     404      login
authority-take-back                  GET    405         405        405       405     405     405     405      login
authority-take-back                  POST   refused     refused    refused   302     302     404     404      login
account_signup                       GET    login       login      login     login   login   login   login    login
account_signup                       POST   login       login      login     login   login   login   login    login
engagements                          GET    200         200        200       200     200     200     200      login
engagements                          POST   405         405        405       405     405     405     405      login
engagement-create                    GET    200         200        refused   200     refused 404     404      login
engagement-create                    POST   422         422        refused   422     refused 404     404      login
engagement                           GET    200         200        200       200     200     200     404      login
engagement                           POST   405         405        405       405     405     405     405      login
engagement-edit                      GET    200         200        refused   200     refused refused 404      login
engagement-edit                      POST   422         422        refused   422     refused refused 404      login
engagement-start                     GET    200         200        refused   200     refused refused 404      login
engagement-start                     POST   422         422        refused   422     refused refused 404      login
engagement-complete                  GET    200         200        refused   200     refused refused 404      login
engagement-complete                  POST   422         422        refused   422     refused refused 404      login
engagement-break-off                 GET    200         200        refused   200     refused refused 404      login
engagement-break-off                 POST   422         422        refused   422     refused refused 404      login
goal-add                             GET    200         200        refused   200     refused refused 404      login
goal-add                             POST   422         422        refused   422     refused refused 404      login
goal                                 GET    200         200        refused   200     refused refused 404      login
goal                                 POST   422         422        refused   422     refused refused 404      login
goal-tick                            GET    405         405        405       405     405     405     405      login
goal-tick                            POST   302         302        refused   302     refused 302     404      login
session-add                          GET    200         200        refused   200     refused 200     404      login
session-add                          POST   422         422        refused   422     refused 422     404      login
session                              GET    200         200        refused   200     refused 200     404      login
session                              POST   422         422        refused   422     refused 422     404      login
agreements                           GET    200         200        200       200     200     404     404      login
agreements                           POST   405         405        405       405     405     405     405      login
agreement-create                     GET    200         200        refused   200     refused 404     404      login
agreement-create                     POST   422         422        refused   422     refused 404     404      login
agreement-record                     GET    200         200        refused   200     200     404     404      login
agreement-record                     POST   422         422        refused   422     422     404     404      login
agreement                            GET    200         200        200       200     200     404     404      login
agreement                            POST   405         405        405       405     405     405     405      login
agreement-edit                       GET    200         200        refused   200     refused 404     404      login
agreement-edit                       POST   422         422        refused   422     refused 404     404      login
agreement-signatory                  GET    200         200        refused   200     refused 404     404      login
agreement-signatory                  POST   422         422        refused   422     refused 404     404      login
agreement-resolution                 GET    200         200        refused   200     refused 404     404      login
agreement-resolution                 POST   422         422        refused   422     refused 404     404      login
agreement-resolution-confirm         GET    405         405        405       405     405     405     405      login
agreement-resolution-confirm         POST   302         302        refused   302     refused 404     404      login
agreement-resolution-file            GET    200         200        200       200     200     404     404      login
agreement-resolution-file            POST   405         405        405       405     405     405     405      login
agreement-preview                    GET    200         200        200       200     200     404     404      login
agreement-preview                    POST   405         405        405       405     405     405     405      login
agreement-issue                      GET    405         405        405       405     405     405     405      login
agreement-issue                      POST   302         302        refused   302     refused 404     404      login
agreement-resend                     GET    405         405        405       405     405     405     405      login
agreement-resend                     POST   302         302        refused   302     refused 404     404      login
agreement-reminders                  GET    405         405        405       405     405     405     405      login
agreement-reminders                  POST   302         302        refused   302     refused 404     404      login
agreement-code                       GET    200         200        refused   200     refused 404     404      login
agreement-code                       POST   200         200        refused   200     refused 404     404      login
agreement-answer                     GET    200         200        refused   200     refused 404     404      login
agreement-answer                     POST   422         422        refused   422     refused 404     404      login
agreement-withdraw                   GET    200         200        refused   200     refused 404     404      login
agreement-withdraw                   POST   302         302        refused   302     refused 404     404      login
agreement-discard                    GET    200         200        refused   200     refused 404     404      login
agreement-discard                    POST   302         302        refused   302     refused 404     404      login
agreement-reopen                     GET    405         405        405       405     405     405     405      login
agreement-reopen                     POST   302         302        refused   302     refused 404     404      login
agreement-countersign                GET    200         200        refused   200     refused 404     404      login
agreement-countersign                POST   422         422        refused   422     refused 404     404      login
agreement-handed-in                  GET    200         200        refused   200     refused 404     404      login
agreement-handed-in                  POST   405         405        405       405     405     405     405      login
agreement-handed-in-page             GET    200         200        refused   200     refused 404     404      login
agreement-handed-in-page             POST   405         405        405       405     405     405     405      login
agreement-issued                     GET    200         200        200       200     200     404     404      login
agreement-issued                     POST   405         405        405       405     405     405     405      login
agreement-signed                     GET    refused     refused    refused   refused refused 404     404      login
agreement-signed                     POST   405         405        405       405     405     405     405      login
agreement-evidence                   GET    refused     refused    refused   refused refused 404     404      login
agreement-evidence                   POST   405         405        405       405     405     405     405      login
agreement-package                    GET    refused     refused    refused   refused refused 404     404      login
agreement-package                    POST   405         405        405       405     405     405     405      login
agreement-version                    GET    200         200        200       200     200     404     404      login
agreement-version                    POST   405         405        405       405     405     405     405      login
agreement-scan                       GET    404         404        404       404     404     404     404      login
agreement-scan                       POST   405         405        405       405     405     405     405      login
agreement-scan-upload                GET    200         200        refused   200     refused 404     404      login
agreement-scan-upload                POST   422         422        refused   422     refused 404     404      login
agreement-scan-check                 GET    refused     200        200       200     refused 404     404      login
agreement-scan-check                 POST   refused     422        422       422     refused 404     404      login
agreement-scan-file                  GET    200         200        200       200     200     404     404      login
agreement-scan-file                  POST   405         405        405       405     405     405     405      login
agreement-end                        GET    200         200        refused   200     refused 404     404      login
agreement-end                        POST   422         422        refused   422     refused 404     404      login
agreement-amend                      GET    200         200        refused   200     refused 404     404      login
agreement-amend                      POST   302         302        refused   302     refused 404     404      login
agreement-terminate                  GET    200         200        refused   200     refused 404     404      login
agreement-terminate                  POST   422         422        refused   422     refused 404     404      login
agreement-mails                      GET    200         200        200       200     200     404     404      login
agreement-mails                      POST   405         405        405       405     405     405     405      login
agreement-mail-correct               GET    200         200        refused   200     refused 404     404      login
agreement-mail-correct               POST   422         422        refused   422     refused 404     404      login
templates                            GET    200         200        200       200     200     404     404      login
templates                            POST   405         405        405       405     405     405     405      login
edition-begin                        GET    405         405        405       405     405     405     405      login
edition-begin                        POST   refused     refused    refused   302     302     404     404      login
edition                              GET    200         200        200       200     200     404     404      login
edition                              POST   405         405        405       405     405     405     405      login
edition-edit                         GET    refused     refused    refused   200     200     404     404      login
edition-edit                         POST   refused     refused    refused   422     422     404     404      login
edition-preview                      GET    200         200        200       200     200     404     404      login
edition-preview                      POST   405         405        405       405     405     405     405      login
edition-preview-pdf                  GET    200         200        200       200     200     404     404      login
edition-preview-pdf                  POST   405         405        405       405     405     405     405      login
edition-submit                       GET    405         405        405       405     405     405     405      login
edition-submit                       POST   refused     refused    refused   409     409     404     404      login
edition-release                      GET    405         405        405       405     405     405     405      login
edition-release                      POST   refused     refused    refused   409     409     404     404      login
edition-return                       GET    refused     refused    refused   200     200     404     404      login
edition-return                       POST   refused     refused    refused   422     422     404     404      login
notice-record                        GET    200         200        refused   200     refused 404     404      login
notice-record                        POST   422         422        refused   422     refused 404     404      login
notice                               GET    200         200        200       200     200     404     404      login
notice                               POST   405         405        405       405     405     405     405      login
notice-resend                        GET    405         405        405       405     405     405     405      login
notice-resend                        POST   302         302        refused   302     refused 404     404      login
notice-withdraw                      GET    200         200        refused   200     refused 404     404      login
notice-withdraw                      POST   422         422        refused   422     refused 404     404      login
notice-document                      GET    200         200        200       200     200     404     404      login
notice-document                      POST   405         405        405       405     405     405     405      login
notice-answer                        GET    404         404        404       404     404     404     404      404
notice-answer                        POST   303         303        303       303     303     303     303      303
notice-refuse                        GET    404         404        404       404     404     404     404      404
notice-refuse                        POST   303         303        303       303     303     303     303      303
notice-send-link                     GET    302         302        302       302     302     302     302      302
notice-send-link                     POST   303         303        303       303     303     303     303      303
notice-ask-for-call                  GET    302         302        302       302     302     302     302      302
notice-ask-for-call                  POST   303         303        303       303     303     303     303      303
ceremony                             GET    404         404        404       404     404     404     404      404
ceremony                             POST   405         405        405       405     405     405     405      405
ceremony-link                        GET    404         404        404       404     404     404     404      404
ceremony-link                        POST   405         405        405       405     405     405     405      405
lost-link                            GET    200         200        200       200     200     200     200      200
lost-link                            POST   303         303        303       303     303     303     303      303
lost-link-asked                      GET    200         200        200       200     200     200     200      200
lost-link-asked                      POST   405         405        405       405     405     405     405      405
ceremony-send-link                   GET    302         302        302       302     302     302     302      302
ceremony-send-link                   POST   303         303        303       303     303     303     303      303
ceremony-ask-for-call                GET    302         302        302       302     302     302     302      302
ceremony-ask-for-call                POST   303         303        303       303     303     303     303      303
ceremony-not-sent                    GET    403         403        403       403     403     403     403      403
ceremony-not-sent                    POST   405         405        405       405     405     405     405      405
ceremony-request-code                GET    405         405        405       405     405     405     405      405
ceremony-request-code                POST   303         303        303       303     303     303     303      303
ceremony-request-call                GET    405         405        405       405     405     405     405      405
ceremony-request-call                POST   303         303        303       303     303     303     303      303
ceremony-give-code                   GET    404         404        404       404     404     404     404      404
ceremony-give-code                   POST   303         303        303       303     303     303     303      303
ceremony-changes                     GET    404         404        404       404     404     404     404      404
ceremony-changes                     POST   303         303        303       303     303     303     303      303
ceremony-read                        GET    404         404        404       404     404     404     404      404
ceremony-read                        POST   303         303        303       303     303     303     303      303
ceremony-sign                        GET    404         404        404       404     404     404     404      404
ceremony-sign                        POST   303         303        303       303     303     303     303      303
ceremony-check                       GET    404         404        404       404     404     404     404      404
ceremony-check                       POST   303         303        303       303     303     303     303      303
ceremony-preview-page                GET    404         404        404       404     404     404     404      404
ceremony-preview-page                POST   405         405        405       405     405     405     405      405
ceremony-preview                     GET    404         404        404       404     404     404     404      404
ceremony-preview                     POST   405         405        405       405     405     405     405      405
ceremony-preview-whole               GET    404         404        404       404     404     404     404      404
ceremony-preview-whole               POST   405         405        405       405     405     405     405      405
ceremony-ask                         GET    404         404        404       404     404     404     404      404
ceremony-ask                         POST   303         303        303       303     303     303     303      303
ceremony-request-change              GET    404         404        404       404     404     404     404      404
ceremony-request-change              POST   303         303        303       303     303     303     303      303
ceremony-upload                      GET    404         404        404       404     404     404     404      404
ceremony-upload                      POST   303         303        303       303     303     303     303      303
ceremony-decline                     GET    404         404        404       404     404     404     404      404
ceremony-decline                     POST   303         303        303       303     303     303     303      303
ceremony-document                    GET    404         404        404       404     404     404     404      404
ceremony-document                    POST   405         405        405       405     405     405     405      405
ceremony-page                        GET    404         404        404       404     404     404     404      404
ceremony-page                        POST   405         405        405       405     405     405     405      405
ceremony-page-picture                GET    404         404        404       404     404     404     404      404
ceremony-page-picture                POST   405         405        405       405     405     405     405      405
ceremony-at-computer                 GET    404         404        404       404     404     404     404      404
ceremony-at-computer                 POST   303         303        303       303     303     303     303      303
ceremony-receipt                     GET    302         302        302       302     302     302     302      302
ceremony-receipt                     POST   405         405        405       405     405     405     405      405
ceremony-read-again                  GET    302         302        302       302     302     302     302      302
ceremony-read-again                  POST   405         405        405       405     405     405     405      405
ceremony-receipt-copy                GET    302         302        302       302     302     302     302      302
ceremony-receipt-copy                POST   302         302        302       302     302     302     302      302
ceremony-signed-document             GET    404         404        404       404     404     404     404      404
ceremony-signed-document             POST   405         405        405       405     405     405     405      405
ceremony-evidence                    GET    404         404        404       404     404     404     404      404
ceremony-evidence                    POST   405         405        405       405     405     405     405      405
verify                               GET    200         200        200       200     200     200     200      200
verify                               POST   200         200        200       200     200     200     200      200
verify-known                         GET    405         405         405        405       405     405     405      405
verify-known                         POST   422         422         422        422       422     422     422      422
verify-report                        GET    405         405         405        405       405     405     405      405
verify-report                        POST   409         409         409        409       409     409     409      409
verify-shared                        GET    302         302         302        302       302     302     302      302
verify-shared                        POST   405         405         405        405       405     405     405      405
pki-certificates                     GET    200         200        200       200     200     200     200      200
pki-certificates                     POST   405         405        405       405     405     405     405      405
pki-revocation-list                  GET    200         200        200       200     200     200     200      200
pki-revocation-list                  POST   405         405        405       405     405     405     405      405
communes                             GET    200         200        200       200     200     404     404      login
communes                             POST   405         405        405       405     405     405     405      login
office-holder-add                    GET    200         200        refused   200     200     404     404      login
office-holder-add                    POST   422         422        refused   422     422     404     404      login
office-holder                        GET    200         200        refused   200     200     404     404      login
office-holder                        POST   422         422        refused   422     422     404     404      login
milestone-add                        GET    200         200        refused   200     200     404     404      login
milestone-add                        POST   422         422        refused   422     422     404     404      login
milestone-end                        GET    200         200        refused   200     200     404     404      login
milestone-end                        POST   422         422        refused   422     422     404     404      login
milestone-retract                    GET    200         200        refused   200     200     404     404      login
milestone-retract                    POST   422         422        refused   422     422     404     404      login
attachment-add                       GET    200         200        refused   200     200     404     404      login
attachment-add                       POST   422         422        refused   422     422     404     404      login
attachment                           GET    200         200        200       200     200     404     404      login
attachment                           POST   405         405        405       405     405     405     405      login
attachment-remove                    GET    200         200        refused   200     200     404     404      login
attachment-remove                    POST   422         422        refused   422     422     404     404      login
note-add                             GET    200         200        refused   200     200     404     404      login
note-add                             POST   422         422        refused   422     422     404     404      login
contacts                             GET    200         200        200       200     200     404     404      login
contacts                             POST   405         405        405       405     405     405     405      login
contact-add                          GET    200         200        refused   200     200     404     404      login
contact-add                          POST   422         422        refused   422     422     404     404      login
contact                              GET    200         200        refused   200     200     404     404      login
contact                              POST   422         422        refused   422     422     404     404      login
task-add                             GET    200         200        refused   200     200     404     404      login
task-add                             POST   422         422        refused   422     422     404     404      login
task                                 GET    200         200        refused   200     200     404     404      login
task                                 POST   422         422        refused   422     422     404     404      login
task-finish                          GET    405         405        405       405     405     405     405      login
task-finish                          POST   302         302        refused   302     302     404     404      login
task-reopen                          GET    405         405        405       405     405     405     405      login
task-reopen                          POST   302         302        refused   302     302     404     404      login
"""

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
